package io.github.tencentcloud.resilience.test;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.admission.RetryBudgets;

/**
 * Gives each test the fake for itself. After it: fails it if anything unexpected was
 * asked, and takes away what the next one must not see, which includes circuit breakers
 * that are open and budgets that are spent.
 */
class FakeTencentCloudTestExecutionListener implements TestExecutionListener {

	@Override
	public void beforeTestMethod(TestContext testContext) throws InterruptedException {
		FakeTencentCloud cloud = find(testContext);
		if (cloud != null) {
			cloud.beginTest();
		}
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		FakeTencentCloud cloud = find(testContext);
		if (cloud != null) {
			try {
				recover(testContext.getApplicationContext());
			}
			finally {
				cloud.endTest();
			}
		}
	}

	private static @Nullable FakeTencentCloud find(TestContext testContext) {
		boolean ours = TestContextAnnotationUtils.hasAnnotation(testContext.getTestClass(),
				AutoConfigureFakeTencentCloud.class);
		return (ours && testContext.hasApplicationContext())
				? testContext.getApplicationContext().getBean(FakeTencentCloud.class) : null;
	}

	private static void recover(ApplicationContext context) {
		context.getBeanProvider(CircuitBreakers.class)
			.ifUnique((breakers) -> breakers.all().values().forEach(CircuitBreaker::reset));
		context.getBeanProvider(RetryBudgets.class)
			.ifUnique((budgets) -> budgets.all().values().forEach((budget) -> budget.giveBack(budget.capacity())));
	}

}
