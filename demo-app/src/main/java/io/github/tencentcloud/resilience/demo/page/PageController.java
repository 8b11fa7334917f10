package io.github.tencentcloud.resilience.demo.page;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The page for browsers, a summary in plain text for everybody else, and the stream that
 * keeps the page up to date. WebFlux and Spring MVC both serve it.
 */
@RestController
class PageController {

	/**
	 * Scripts and styles come from here and are files; nothing is sent anywhere else.
	 * What the server said is shown as text: the browser would refuse to take it for
	 * markup.
	 */
	private static final String CONTENT_SECURITY_POLICY = String.join("; ", "default-src 'none'", "script-src 'self'",
			"style-src 'self'", "img-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
			"frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'");

	private final Resource page = new ClassPathResource("page/page.html");

	private final LiveFeed feed;

	private final Summary summary;

	PageController(LiveFeed feed, Summary summary) {
		this.feed = feed;
		this.summary = summary;
	}

	@GetMapping("/")
	ResponseEntity<?> root(@RequestHeader HttpHeaders headers, UriComponentsBuilder here) {
		ResponseEntity.BodyBuilder response = ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.varyBy(HttpHeaders.ACCEPT)
			.header("X-Content-Type-Options", "nosniff");
		if (wantsHtml(headers)) {
			return response.contentType(MediaType.TEXT_HTML)
				.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
				.header("Referrer-Policy", "no-referrer")
				.body(this.page);
		}
		return response.contentType(MediaType.TEXT_PLAIN).body(this.summary.text(here.path("/").build().toUri()));
	}

	/** Browsers ask for HTML by name; {@code curl} takes anything. */
	private static boolean wantsHtml(HttpHeaders headers) {
		return headers.getAccept().stream().anyMatch(MediaType.TEXT_HTML::equalsTypeAndSubtype);
	}

	@GetMapping(path = "/page/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Update>> events() {
		return Flux.concat(Mono.fromSupplier(this.feed::state).map((state) -> event("state", state)),
				this.feed.updates().map((update) -> event("update", update)));
	}

	private static ServerSentEvent<Update> event(String name, Update update) {
		return ServerSentEvent.builder(update).event(name).build();
	}

}
