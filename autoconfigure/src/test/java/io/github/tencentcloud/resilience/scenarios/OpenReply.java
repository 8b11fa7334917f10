package io.github.tencentcloud.resilience.scenarios;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.tencentcloud.resilience.TencentCloudFailure;

/**
 * A response whose body is still to be read, or to be left alone.
 */
interface OpenReply {

	int status();

	/** By name, in lower case. */
	Map<String, String> headers();

	/**
	 * The body, which asks for no more than is read of it. To close it is how a reader
	 * stops in the middle. Called once at most. What breaks the body is thrown as the
	 * caller gets it, or as the cause of an {@code IOException}.
	 */
	InputStream body();

	/** Read the rest of a body that has been begun, as a reply, but not for ever. */
	default Reply rest(InputStream body) {
		return Application.get(CompletableFuture.supplyAsync(() -> {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (body) {
				body.transferTo(bytes);
				return new Reply(status(), headers(), bytes.toByteArray(), null);
			}
			catch (IOException | RuntimeException ex) {
				boolean wrapped = ex.getClass() == IOException.class && ex.getCause() != null
						&& TencentCloudFailure.of(ex.getCause()).isPresent();
				return new Reply(status(), headers(), bytes.toByteArray(), wrapped ? ex.getCause() : ex);
			}
		}, (task) -> {
			Thread reader = new Thread(task, "reader");
			reader.setDaemon(true);
			reader.start();
		}));
	}

}
