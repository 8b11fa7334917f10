package io.github.tencentcloud.resilience.engine;

import java.util.function.Supplier;

/**
 * The settings that new calls begin with. Ask here each time, and only once for
 * everything that belongs together.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public class CurrentSettings implements Supplier<EngineSettings> {

	private volatile EngineSettings current;

	/**
	 * Begin with these.
	 * @param first the settings at the start
	 */
	public CurrentSettings(EngineSettings first) {
		this.current = first;
	}

	@Override
	public EngineSettings get() {
		return this.current;
	}

	/**
	 * Change all of them at once, for the calls that begin from now on. Those under way
	 * go on with what they began with. May be called by any thread.
	 * @param next the settings from now on
	 */
	public void swap(EngineSettings next) {
		this.current = next;
	}

}
