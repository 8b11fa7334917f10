package io.github.tencentcloud.resilience;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.jspecify.annotations.NullMarked;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the arrows between packages pointing downward, so that each can be read, tested
 * and replaced knowing only those below it.
 */
@AnalyzeClasses(packages = ArchitectureTests.BASE, importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	static final String BASE = "io.github.tencentcloud.resilience";

	private static final String AUTOCONFIGURE = BASE + ".autoconfigure..";

	private static final String ACTUATE = BASE + ".actuate..";

	private static final String SERVICE = BASE + ".service..";

	private static final String WEBCLIENT = BASE + ".webclient..";

	private static final String RESTCLIENT = BASE + ".restclient..";

	private static final String SDK = BASE + ".sdk..";

	private static final String BLOCKING = BASE + ".blocking..";

	private static final String ENGINE = BASE + ".engine..";

	private static final String SIGNING = BASE + ".signing..";

	private static final String ADMISSION = BASE + ".admission..";

	private static final String TELEMETRY = BASE + ".telemetry..";

	private static final String POLICY = BASE + ".policy..";

	private static final String ENVELOPE = BASE + ".envelope..";

	/** Classes that are one idea, though they are more than one class. */
	private static final List<Set<String>> ONE_IDEA = List.of(
			// a failure, and the ways to find it in an exception
			Set.of("TencentCloudFailure", "FailureSource", "FailureReader", "FailureReaders", "AttachedFailure"),
			// what inspects a body, whatever kind of body it is
			Set.of("envelope.BodyInspector", "envelope.EnvelopeInspector", "envelope.EventInspector",
					"envelope.OpaqueInspector"),
			// the engine, and what it says of one request
			Set.of("engine.Engine", "engine.Plan"),
			// how calls are signed, and the signatures of one call
			Set.of("engine.CallSigning", "engine.CallSignature"),
			// an exchange, and the operator that ends it in time
			Set.of("webclient.Exchange", "webclient.LimitedExchange"),
			// a call over a client that blocks, and its body, which may be read later
			Set.of("blocking.BlockingCall", "blocking.JudgedBody"),
			// a deadline in Reactor's context, and how much of it is left
			Set.of("webclient.TencentCloudContext", "webclient.MonotonicDeadline"));

	private static final String JSON = BASE + ".json..";

	@ArchTest
	static final ArchRule arrowsPointDownward = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.withOptionalLayers(true)
		.layer("autoconfigure")
		.definedBy(AUTOCONFIGURE)
		.layer("actuate")
		.definedBy(ACTUATE)
		.layer("service")
		.definedBy(SERVICE)
		.layer("webclient")
		.definedBy(WEBCLIENT)
		.layer("restclient")
		.definedBy(RESTCLIENT)
		.layer("sdk")
		.definedBy(SDK)
		.layer("blocking")
		.definedBy(BLOCKING)
		.layer("engine")
		.definedBy(ENGINE)
		.layer("signing")
		.definedBy(SIGNING)
		.layer("admission")
		.definedBy(ADMISSION)
		.layer("telemetry")
		.definedBy(TELEMETRY)
		.layer("policy")
		.definedBy(POLICY)
		.layer("envelope")
		.definedBy(ENVELOPE)
		.layer("root")
		.definedBy(BASE)
		.layer("json")
		.definedBy(JSON)
		.whereLayer("actuate")
		.mayOnlyAccessLayers("engine", "signing", "admission", "telemetry", "policy", "envelope", "root")
		.whereLayer("service")
		.mayOnlyAccessLayers("root")
		.whereLayer("webclient")
		.mayOnlyAccessLayers("engine", "signing", "admission", "telemetry", "policy", "envelope", "root")
		.whereLayer("restclient")
		.mayOnlyAccessLayers("blocking", "engine", "signing", "admission", "telemetry", "policy", "envelope", "root")
		.whereLayer("sdk")
		.mayOnlyAccessLayers("blocking", "engine", "signing", "admission", "telemetry", "policy", "envelope", "root")
		.whereLayer("blocking")
		.mayOnlyAccessLayers("engine", "signing", "admission", "telemetry", "policy", "envelope", "root")
		.whereLayer("engine")
		.mayOnlyAccessLayers("signing", "admission", "telemetry", "policy", "envelope", "root")
		.whereLayer("signing")
		.mayOnlyAccessLayers("root")
		.whereLayer("admission")
		.mayOnlyAccessLayers("policy", "root")
		.whereLayer("telemetry")
		.mayOnlyAccessLayers("policy", "root")
		.whereLayer("policy")
		.mayOnlyAccessLayers("envelope", "root")
		.whereLayer("envelope")
		.mayOnlyAccessLayers("json", "root")
		.whereLayer("json")
		.mayNotAccessAnyLayer()
		.whereLayer("root")
		.mayNotAccessAnyLayer()
		.ensureAllClassesAreContainedInArchitecture();

	@ArchTest
	static final ArchRule bootIsGlueOnly = noClasses().that()
		.resideOutsideOfPackages(AUTOCONFIGURE, ACTUATE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot..");

	@ArchTest
	static final ArchRule jacksonIsTheApplicationsOwn = noClasses().that()
		.haveNameNotMatching(".*\\.HttpService(Naming|sConfiguration\\$)[\\w$]*")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..");

	@ArchTest
	static final ArchRule tablesAreParsedByTheBuildOnly = noClasses().that()
		.doNotHaveFullyQualifiedName(BASE + ".policy.YamlTree")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.yaml..");

	@ArchTest
	static final ArchRule jsonKnowsTheJdkOnly = classes().that()
		.resideInAPackage(JSON)
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(JSON, "java..", "org.jspecify..");

	@ArchTest
	static final ArchRule jsonIsForEnvelopesOnly = classes().that()
		.resideInAPackage(JSON)
		.should()
		.onlyHaveDependentClassesThat()
		.resideInAnyPackage(JSON, ENVELOPE);

	@ArchTest
	static final ArchRule envelopeKnowsTheJdkOnly = classes().that()
		.resideInAPackage(ENVELOPE)
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(ENVELOPE, JSON, BASE, "java..", "org.jspecify..");

	@ArchTest
	static final ArchRule policyKnowsHelpersOfSpringOnly = classes().that()
		.resideInAPackage(POLICY)
		.and()
		.doNotHaveFullyQualifiedName(BASE + ".policy.YamlTree")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(POLICY, ENVELOPE, BASE, "java..", "org.jspecify..", "org.springframework.util..",
				"org.springframework.format.datetime.standard..");

	/** It is told, and never asks. */
	@ArchTest
	static final ArchRule telemetryKnowsMicrometerOnly = classes().that()
		.resideInAPackage(TELEMETRY)
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(TELEMETRY, POLICY, BASE, "java..", "org.jspecify..", "org.slf4j..", "io.micrometer..");

	/** Who wants to understand one of its classes need not understand all of them. */
	@ArchTest
	static final ArchRule noCirclesInRooms = slices()
		.assignedFrom(classesOf(Set.of("", "json", "envelope", "policy", "signing", "admission", "telemetry", "engine",
				"blocking", "webclient", "restclient", "sdk", "service", "actuate", "autoconfigure")))
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule rootKnowsHardlyAnything = classes().that()
		.resideInAPackage(BASE)
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(BASE, "java..", "org.jspecify..", "org.slf4j..", "org.springframework.util..",
				"io.github.resilience4j.circuitbreaker..", "io.github.resilience4j.bulkhead..");

	@ArchTest
	static final ArchRule fewKnowAnHttpClient = noClasses().that()
		.resideInAnyPackage(BASE, BLOCKING, ENGINE, SIGNING, ADMISSION, TELEMETRY, POLICY, ENVELOPE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("reactor..", "org.reactivestreams..", "org.springframework.http..",
				"org.springframework.web..");

	/**
	 * An application without WebFlux and Reactor loads none of the classes that know
	 * them. Outside of the room, their names say so.
	 */
	@ArchTest
	static final ArchRule webFluxIsOptional = noClasses().that()
		.resideOutsideOfPackage(WEBCLIENT)
		.and()
		.haveNameNotMatching(".*\\.[\\w$]*(WebClient|WebFlux|Reactor|Unguarded|Redirect)[\\w$]*")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(WEBCLIENT, "reactor..", "org.reactivestreams..", "org.springframework.web.reactive..",
				"org.springframework.http.client.reactive..", "org.springframework.boot.webclient..",
				"org.springframework.boot.http.client.reactive..");

	/** The same, but for {@code RestClient} itself, which every application has. */
	@ArchTest
	static final ArchRule restClientIsOptional = noClasses().that()
		.resideOutsideOfPackage(RESTCLIENT)
		.and()
		.haveNameNotMatching(".*\\.[\\w$]*(RestClient|RequestFactory|LostGuard|Unguarded)[\\w$]*")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(RESTCLIENT, "org.springframework.boot.restclient..");

	/** The same for the vendor's SDK and its HTTP client. */
	@ArchTest
	static final ArchRule sdkIsOptional = noClasses().that()
		.resideOutsideOfPackage(SDK)
		.and()
		.haveNameNotMatching(".*\\.[\\w$]*Sdk[\\w$]*")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage(SDK, "com.tencentcloudapi..", "okhttp3..", "okio..");

	@ArchTest
	static final ArchRule noFieldInjection = GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

	@ArchTest
	static final ArchRule noMutableStaticState = fields().that()
		.areStatic()
		.should()
		.beFinal()
		.andShould()
		.haveRawType(not(mutableByDesign()))
		.because("two application contexts in one JVM must not meet");

	/**
	 * An aspect of the application may be about everything of a kind. A record only
	 * carries values, and a post-processor is made before any proxy is.
	 */
	@ArchTest
	static void beansCanBeProxied(JavaClasses classes) {
		assertThat(classes).flatExtracting(JavaClass::getMethods)
			.filteredOn((method) -> method.isAnnotatedWith(Bean.class))
			.extracting(JavaMethod::getRawReturnType)
			.isNotEmpty()
			.filteredOn((type) -> type.getModifiers().contains(JavaModifier.FINAL))
			.allMatch((type) -> type.isRecord() || type.isAssignableTo(BeanPostProcessor.class)
					|| type.isAssignableTo(BeanFactoryPostProcessor.class));
	}

	@ArchTest
	static void everyPackageIsNullMarked(JavaClasses classes) {
		assertThat(classes).extracting(JavaClass::getPackage)
			.allSatisfy((javaPackage) -> assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
				.as("@NullMarked in package-info.java of %s", javaPackage.getName())
				.isTrue());
	}

	/**
	 * A class is one with those that are nested in it, and an annotation with the class
	 * that carries it out.
	 */
	private static SliceAssignment classesOf(Set<String> rooms) {
		return new SliceAssignment() {

			@Override
			public SliceIdentifier getIdentifierOf(JavaClass type) {
				String room = type.getPackageName().replaceFirst(Pattern.quote(BASE) + "\\.?", "");
				if (!rooms.contains(room) || type.isAnnotation()) {
					return SliceIdentifier.ignore();
				}
				String name = type.getName().replaceFirst("\\$.*", "");
				return SliceIdentifier.of(ONE_IDEA.stream()
					.filter((names) -> names.contains(name.replace(BASE + ".", "")))
					.findFirst()
					.map(Object::toString)
					.orElse(name));
			}

			@Override
			public String getDescription() {
				return "classes of " + rooms;
			}

		};
	}

	private static DescribedPredicate<JavaClass> mutableByDesign() {
		return resideInAPackage("java.util.concurrent.atomic").or(assignableTo(ConcurrentMap.class));
	}

}
