package io.github.tencentcloud.resilience.scenarios;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/**
 * A scenario that knew an HTTP client could not be played through the others.
 */
class ScenariosKnowNoClientTests {

	@Test
	void onlyDoorsKnowTheirClients() {
		ArchRuleDefinition.noClasses()
			.that()
			.doNotHaveFullyQualifiedName(ScenariosKnowNoClientTests.class.getName())
			.and(JavaClass.Predicates.simpleNameEndingWith("Door")
				.or(JavaClass.Predicates.belongTo(JavaClass.Predicates.simpleNameEndingWith("Door")))
				.negate())
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("reactor..", "org.reactivestreams..", "io.netty..", "okhttp3..",
					"org.springframework.web..", "org.springframework.http..")
			.check(new ClassFileImporter().importPackages(getClass().getPackageName()));
	}

}
