package io.github.tencentcloud.resilience.service;

/**
 * An HTTP interface says something that cannot be, so the application does not start.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @serial exclude
 */
public final class WrongInterfaceException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String action;

	WrongInterfaceException(String problem, String action) {
		super(problem + " " + action);
		this.problem = problem;
		this.action = action;
	}

	/**
	 * What is wrong.
	 * @return a sentence
	 */
	public String getProblem() {
		return this.problem;
	}

	/**
	 * What to do.
	 * @return a sentence
	 */
	public String getAction() {
		return this.action;
	}

}
