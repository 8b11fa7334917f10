package io.github.tencentcloud.resilience.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.envelope.StreamFormat;

/**
 * Knows how the streams of each action end and fail. This is data, in {@code streams.yml}
 * next to this class.
 */
public final class StreamFormats {

	private final Map<String, Known> actions;

	private StreamFormats(Map<String, Known> actions) {
		this.actions = actions;
	}

	/**
	 * Load the table.
	 * @return the formats
	 * @throws IllegalStateException if the resource is missing or malformed
	 */
	public static StreamFormats load() {
		Map<String, Known> actions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		List<Map<String, Object>> entries = CatalogueReader.entries(FlatTree.read("streams.yml"), "streams");
		Assert.state(!entries.isEmpty(), "'streams.yml' has no 'streams'");
		for (Map<String, Object> entry : entries) {
			Known known = new Known(CatalogueReader.string(entry, "version"), format(entry));
			for (String action : CatalogueReader.words(entry, "actions")) {
				actions.put(key(CatalogueReader.string(entry, "product"), action), known);
			}
		}
		return new StreamFormats(actions);
	}

	@SuppressWarnings("unchecked")
	private static StreamFormat format(Map<String, Object> entry) {
		Object ends = entry.get("ends");
		return (ends != null)
				? StreamFormat.of((List<String>) ends, Boolean.parseBoolean(CatalogueReader.string(entry, "needed")),
						(List<String>) entry.getOrDefault("fails", List.of()))
				: StreamFormat.UNKNOWN;
	}

	/**
	 * The format of a call's streams.
	 * @param call the call
	 * @return what is known about its action, unless that is known of another version
	 * only
	 */
	public StreamFormat of(TencentCloudCall call) {
		Known known = this.actions.get(key(call.product(), call.action()));
		return (known != null && known.isOf(call.version())) ? known.format() : StreamFormat.UNKNOWN;
	}

	private static String key(String product, String action) {
		return product + "." + action;
	}

	private record Known(String version, StreamFormat format) {

		boolean isOf(@Nullable String version) {
			return version == null || version.equals(this.version);
		}

	}

}
