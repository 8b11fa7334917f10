package io.github.tencentcloud.resilience.sdk;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.TencentCloudScope;
import io.github.tencentcloud.resilience.blocking.BlockingCall;
import io.github.tencentcloud.resilience.blocking.Delivery;
import io.github.tencentcloud.resilience.blocking.Signing;
import io.github.tencentcloud.resilience.blocking.Transport;
import io.github.tencentcloud.resilience.blocking.WatchedCall;
import io.github.tencentcloud.resilience.engine.Attempt;
import io.github.tencentcloud.resilience.engine.AttemptLimit;
import io.github.tencentcloud.resilience.engine.Call;
import io.github.tencentcloud.resilience.engine.CallIdentifier;
import io.github.tencentcloud.resilience.engine.CallSignature;
import io.github.tencentcloud.resilience.engine.ClientNeeds;
import io.github.tencentcloud.resilience.engine.Engine;
import io.github.tencentcloud.resilience.engine.Plan;
import io.github.tencentcloud.resilience.engine.PreparedCall;
import io.github.tencentcloud.resilience.engine.RetrySafety;
import io.github.tencentcloud.resilience.engine.TargetHosts;
import io.github.tencentcloud.resilience.signing.BodyHash;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.UnsignedRequest;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.CallObservations;

/**
 * Finds out what becomes of a request of the vendor's SDK, and has it done.
 *
 * <p>
 * The SDK has signed each request itself. If it did that for an account that is known
 * here, each attempt is signed anew instead. Otherwise the request keeps its signature,
 * and is sent again only for as long as that is good.
 */
public class SdkCalls {

	private final CallIdentifier identifier;

	private final Supplier<@Nullable Engine> engines;

	/**
	 * Both suppliers are asked for each request, so they remember what they found. While
	 * one of them answers {@code null}, requests pass untouched.
	 * @param hosts tells which requests are meant
	 * @param engine is asked for requests that are meant
	 */
	public SdkCalls(Supplier<@Nullable TargetHosts> hosts, Supplier<@Nullable Engine> engine) {
		this.identifier = new CallIdentifier(hosts);
		this.engines = engine;
	}

	/**
	 * Send a request, guarded if it is meant.
	 * @param plain sends it if it is not
	 * @param attempts sends each attempt if it is
	 */
	Response execute(Request request, OkHttpClient plain, OkHttpClient attempts) throws IOException {
		SdkRequest head = new SdkRequest(request, TencentCloudScope.attributes(Map.of()));
		TencentCloudCall call = this.identifier.identify(head);
		Engine engine = (call != null) ? this.engines.get() : null;
		if (call == null || engine == null) {
			return plain.newCall(request).execute();
		}
		SdkSignature signature = SdkSignature.of(head);
		Plan plan = engine.plan(call, head);
		String owner = owner(signature, plan.prepared());
		if (owner != null && !owner.isEmpty() && !head.attributes().containsKey(TencentCloudAttributes.ACCOUNT)) {
			// It was made for this account on purpose, whatever that of the product is.
			head = head.with(TencentCloudAttributes.ACCOUNT, owner);
			plan = engine.plan(call, head);
		}
		Template template = new Template(head, plan.prepared(), owner != null);
		if (plan.isGuarded()) {
			Call begun = plan.guard(observation(plan), TencentCloudScope.deadline(),
					new ClientNeeds(true, (owner != null) ? null : signature.kept()));
			return guarded(new BlockingCall(begun, template.transport(attempts, begun.safety()), engine.timer()));
		}
		Request prepared = template.request();
		if (plan.isObserved()) {
			Delivery delivery = new WatchedCall(plan.observe(observation(plan))).run(plan.prepared().uri(),
					() -> SdkReceived.of(plain.newCall(prepared)));
			return ((SdkReceived) delivery.received()).with(delivery.body(), false);
		}
		return plain.newCall(prepared).execute();
	}

	private static Response guarded(BlockingCall call) throws IOException {
		Delivery delivery;
		try {
			delivery = call.run();
		}
		catch (RuntimeException ex) {
			throw SdkExceptions.of(ex);
		}
		SdkReceived received = (SdkReceived) delivery.received();
		TencentCloudFailure failure = delivery.failure();
		if (failure != null && !failure.code().equals(ClientErrors.LIBRARY)) {
			delivery.body().close();
			received.close();
			throw SdkExceptions.of(received.status(), failure);
		}
		return received.with(delivery.body(), true);
	}

	/**
	 * The account that the SDK has signed for, empty for the default one, if it is known.
	 */
	private static @Nullable String owner(SdkSignature made, PreparedCall prepared) throws IOException {
		CallSignature signature = prepared.signature();
		String secretId = made.secretId();
		return (signature != null && secretId != null && signature.accepts(prepared.uri(), null))
				? Signing.owner(signature, secretId) : null;
	}

	private static CallObservation observation(Plan plan) {
		CallObservations observations = plan.observations();
		return observations.start(plan.prepared().call(), observations.current(), false);
	}

	/**
	 * What each attempt is a copy of.
	 *
	 * @param head what the SDK wants to be sent
	 * @param prepared what it gets that it does not say itself
	 * @param signing whether it is signed anew
	 */
	private record Template(SdkRequest head, PreparedCall prepared, boolean signing) {

		private static final byte[] STREAM = "\"Stream\":true".getBytes(StandardCharsets.US_ASCII);

		Transport transport(OkHttpClient client, RetrySafety safety) {
			return new Transport() {

				@Override
				public SdkReceived send(Attempt attempt, Consumer<Runnable> canceller) throws IOException {
					okhttp3.Call call = client.newCall(Template.this.attempt(attempt, safety));
					canceller.accept(call::cancel);
					return SdkReceived.of(call);
				}

				@Override
				public boolean limitsSilence() {
					return false;
				}

			};
		}

		/** The request if it is sent once, as it is. */
		Request request() throws IOException {
			try {
				return request(this.prepared.uri(), true, this.prepared.signature(), null, Map.of());
			}
			catch (CredentialsException ex) {
				throw SdkExceptions.of(ex);
			}
		}

		private Request attempt(Attempt attempt, RetrySafety safety) throws IOException {
			try {
				safety.writing(this.head.body());
			}
			catch (RuntimeException ex) {
				throw new Transport.RequestFault(ex);
			}
			attempt.limit().expectsStream(() -> contains(this.head.body(), STREAM));
			return request(attempt.endpoint().uri(), attempt.endpoint().original(), attempt.endpoint().signature(),
					attempt.limit(), attempt.observation().headers());
		}

		/** The SDK writes JSON without spaces. */
		private static boolean contains(byte[] bytes, byte[] part) {
			for (int i = 0; i <= bytes.length - part.length; i++) {
				int length = 0;
				while (length < part.length && bytes[i + length] == part[length]) {
					length++;
				}
				if (length == part.length) {
					return true;
				}
			}
			return false;
		}

		/** The request as it is sent there. */
		private Request request(URI uri, boolean original, @Nullable CallSignature signature,
				@Nullable AttemptLimit limit, Map<String, String> more) throws IOException {
			Request.Builder request = this.head.request().newBuilder();
			boolean here = uri.equals(this.head.uri());
			if (!here) {
				request.url(uri.toString());
			}
			if (!original) {
				request.removeHeader("Host");
			}
			this.prepared.applyTo(request::header, request::removeHeader);
			more.forEach(request::header);
			if (this.signing && signature != null && signature.accepts(uri, null)) {
				sign(request, uri, signature, limit);
			}
			return request.build();
		}

		private void sign(Request.Builder builder, URI uri, CallSignature signature, @Nullable AttemptLimit limit)
				throws IOException {
			builder.removeHeader("X-TC-Token").removeHeader("X-TC-Content-SHA256");
			URI sorted = uri;
			if (this.head.method().equals("GET")) {
				sorted = RequestSigner.sortedQuery(uri);
				builder.url(sorted.toString());
			}
			Request request = builder.build();
			String hash = signature.coversBody() ? BodyHash.of(ByteBuffer.wrap(this.head.body())) : BodyHash.EMPTY;
			Signing.sign(signature, new UnsignedRequest(request.method(), sorted, request::header, true, hash), limit,
					builder::header);
		}

	}

}
