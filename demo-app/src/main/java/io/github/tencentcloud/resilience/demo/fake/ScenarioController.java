package io.github.tencentcloud.resilience.demo.fake;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The remote control of the fake API.
 */
@RestController
@RequestMapping("/scenario")
class ScenarioController {

	private final ScenarioSwitch scenarioSwitch;

	ScenarioController(ScenarioSwitch scenarioSwitch) {
		this.scenarioSwitch = scenarioSwitch;
	}

	@GetMapping
	Report show() {
		return new Report(null, this.scenarioSwitch.current().id(), Scenario.sentences());
	}

	@PostMapping("/{name}")
	ResponseEntity<Report> change(@PathVariable String name) {
		return Scenario.of(name).map((scenario) -> {
			this.scenarioSwitch.to(scenario);
			return ResponseEntity.ok(show());
		}).orElseGet(() -> unknown(name));
	}

	private ResponseEntity<Report> unknown(String name) {
		return ResponseEntity.status(HttpStatus.NOT_FOUND)
			.body(new Report("There is no scenario '%s'. Choose one of those below.".formatted(name),
					this.scenarioSwitch.current().id(), Scenario.sentences()));
	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Report(@Nullable String error, String current, Map<String, String> scenarios) {

	}

}
