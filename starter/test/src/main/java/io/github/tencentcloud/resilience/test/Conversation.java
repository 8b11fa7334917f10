package io.github.tencentcloud.resilience.test;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.jspecify.annotations.Nullable;

/**
 * Answers every request as Tencent Cloud would: the signature comes first, then the
 * common parameters, and then what the script says.
 */
class Conversation implements ResponseDefinitionTransformerV2 {

	private final SignatureCheck signatureCheck;

	private final Clock clock;

	private final Script script;

	private final @Nullable RemoteControl remoteControl;

	Conversation(SignatureCheck signatureCheck, Clock clock, Script script, @Nullable RemoteControl remoteControl) {
		this.signatureCheck = signatureCheck;
		this.clock = clock;
		this.script = script;
		this.remoteControl = remoteControl;
	}

	@Override
	public String getName() {
		return "fake-tencent-cloud";
	}

	@Override
	public ResponseDefinition transform(ServeEvent serveEvent) {
		return reply(serveEvent.getRequest()).response()
			.withHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(this.clock)))
			.build();
	}

	private Answer.Reply reply(LoggedRequest logged) {
		Answer.Reply own = (this.remoteControl != null) ? this.remoteControl.reply(logged) : null;
		return (own != null) ? own : converse(logged);
	}

	private Answer.Reply converse(LoggedRequest logged) {
		Refusal refusal = refusal(logged);
		ReceivedRequest request;
		try {
			request = ReceivedRequest.of(logged, refusal);
		}
		catch (Refusal ex) {
			return Answers.refusal((refusal != null) ? refusal : ex);
		}
		this.script.record(request);
		if (this.remoteControl != null) {
			this.remoteControl.received(request);
		}
		return (refusal != null) ? Answers.refusal(refusal) : this.script.reply(request);
	}

	private @Nullable Refusal refusal(LoggedRequest logged) {
		try {
			this.signatureCheck.check(logged);
			return null;
		}
		catch (Refusal ex) {
			return ex;
		}
	}

}
