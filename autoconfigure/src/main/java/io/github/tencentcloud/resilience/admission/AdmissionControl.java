package io.github.tencentcloud.resilience.admission;

import java.util.List;
import java.util.Map;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;

/**
 * Keeps calls from doing harm: creates the {@link Admission} of each of them.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public class AdmissionControl {

	private final Gates gates;

	private final RetryBudgets budgets;

	private final Bulkheads bulkheads;

	private final Time time;

	/**
	 * Create the control.
	 * @param gates the gates that an attempt passes before it is sent, in this order
	 * @param budgets pay for retries
	 * @param bulkheads limit concurrent attempts
	 * @param time the clock of waits and deadlines
	 */
	public AdmissionControl(List<Gate> gates, RetryBudgets budgets, Bulkheads bulkheads, Time time) {
		this.gates = new Gates(gates);
		this.budgets = budgets;
		this.bulkheads = bulkheads;
		this.time = time;
	}

	/**
	 * A control that holds nothing back.
	 * @param time the time
	 * @return no gates, free retries and no bulkheads
	 */
	public static AdmissionControl none(Time time) {
		return new AdmissionControl(List.of(), RetryBudgets.none(), Bulkheads.none(), time);
	}

	/**
	 * Begin a call.
	 * @param call the call
	 * @param deadline when it has to be over
	 * @return the admission of its attempts
	 */
	public Admission admission(TencentCloudCall call, long deadline) {
		return new Admission(this.gates, this.bulkheads, this.budgets.of(call.product()), this.time, call, deadline);
	}

	/**
	 * The retry budgets that exist by now, for those who want to look at their levels.
	 * @return the budgets by product, in alphabetical order
	 */
	public Map<String, RetryBudget> budgets() {
		return this.budgets.all();
	}

	/**
	 * What is paced at present, for those who want to look at it.
	 * @return one level for each action, region and account that is paced
	 */
	public List<PaceLevel> paces() {
		return this.gates.paces();
	}

}
