package io.github.tencentcloud.resilience.actuate;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

import io.github.tencentcloud.resilience.UntrustedText;

/**
 * Reads the request to switch something. Java does not allow a parameter called
 * {@code for}, and Spring Boot ignores names that it does not know, so a mistyped
 * {@code product} would mean all products.
 */
public class SwitchRequestAdvisor implements OperationInvokerAdvisor {

	private static final String FOR = "for";

	private static final int MAX_NAMES = 5;

	private static final Set<String> NAMES = Set.of("retries", "mode", "product", FOR);

	private final ObjectProvider<TencentCloudEndpoint> endpoint;

	/**
	 * Create the advisor.
	 * @param endpoint the endpoint
	 */
	public SwitchRequestAdvisor(ObjectProvider<TencentCloudEndpoint> endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		boolean ours = endpointId.equals(EndpointId.of(TencentCloudEndpoint.ID))
				&& operationType == OperationType.WRITE;
		return ours ? (context) -> invoke(context, invoker) : invoker;
	}

	private @Nullable Object invoke(InvocationContext context, OperationInvoker invoker) {
		Set<String> unknown = new TreeSet<>(context.getArguments().keySet());
		unknown.removeAll(NAMES);
		if (!unknown.isEmpty()) {
			return this.endpoint.getObject()
				.problem("There is no " + names(unknown) + ". The request may have "
						+ String.join(", ", new TreeSet<>(NAMES)) + ".");
		}
		Map<String, Object> arguments = new HashMap<>(context.getArguments());
		Object duration = arguments.remove(FOR);
		if (duration != null) {
			arguments.put("duration", duration);
		}
		SecurityContext security = Objects.requireNonNullElse(context.resolveArgument(SecurityContext.class),
				SecurityContext.NONE);
		return invoker.invoke(new InvocationContext(security, arguments));
	}

	private static String names(Set<String> unknown) {
		return TencentCloudEndpoint.names(unknown.stream().map((name) -> "'" + UntrustedText.name(name) + "'").toList(),
				MAX_NAMES);
	}

}
