package consumer

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import io.github.tencentcloud.resilience.CallTimeoutException
import io.github.tencentcloud.resilience.TencentCloudException
import io.github.tencentcloud.resilience.webclient.TencentCloudContext
import java.io.IOException
import java.net.InetSocketAddress
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.Executors
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactor.asCoroutineContext
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.springframework.boot.WebApplicationType
import org.springframework.boot.builder.SpringApplicationBuilder
import org.springframework.context.ConfigurableApplicationContext
import reactor.util.context.Context

/** Methods that suspend are guarded as those that return a Mono. */
class ConsumerTests {

	companion object {

		private const val THROTTLED =
			"""{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"m"},"RequestId":"r1"}}"""

		private const val REFUSED =
			"""{"Response":{"Error":{"Code":"UnauthorizedOperation","Message":"m"},"RequestId":"r2"}}"""

		private const val SUCCESS = """{"Response":{"TotalCount":7,"RequestId":"r3"}}"""

		private const val ENDLESS = ""

		private val answers = ConcurrentHashMap<String, ConcurrentLinkedQueue<String>>()

		private val begun = CompletableDeferred<Unit>()

		private val ended = CompletableDeferred<Unit>()

		private val threads = Executors.newCachedThreadPool()

		private lateinit var tencentCloud: HttpServer

		private lateinit var application: ConfigurableApplicationContext

		@JvmStatic
		@BeforeAll
		fun start() {
			tencentCloud = HttpServer.create(InetSocketAddress("127.0.0.1", 0), 0)
			tencentCloud.createContext("/") { exchange ->
				val region = exchange.requestHeaders.getFirst("X-TC-Region") ?: "none"
				val bytes = (answers[region]?.poll() ?: SUCCESS).toByteArray()
				exchange.responseHeaders.add("Content-Type", "application/json")
				if (bytes.isEmpty()) {
					return@createContext neverEnd(exchange)
				}
				exchange.sendResponseHeaders(200, bytes.size.toLong())
				exchange.responseBody.write(bytes)
				exchange.close()
			}
			tencentCloud.executor = threads
			tencentCloud.start()
			application = SpringApplicationBuilder(Consumer::class.java).web(WebApplicationType.NONE).run(
				"--tencentcloud.resilience.endpoint=http://127.0.0.1:${tencentCloud.address.port}",
				"--tencentcloud.resilience.products.cvm.version=2017-03-12",
				"--tencentcloud.resilience.timeout.attempt=3m",
				"--tencentcloud.resilience.timeout.call=4m",
				"--tencentcloud.resilience.policies.throttled.delay=1ms",
				"--tencentcloud.resilience.policies.throttled.jitter=0ms"
			)
		}

		@JvmStatic
		@AfterAll
		fun stop() {
			application.close()
			tencentCloud.stop(0)
			threads.shutdownNow()
		}

		/** White space in front of an answer, until nobody listens any more. */
		private fun neverEnd(exchange: HttpExchange) {
			exchange.sendResponseHeaders(200, 0)
			try {
				while (true) {
					exchange.responseBody.write(' '.code)
					exchange.responseBody.flush()
					begun.complete(Unit)
					Thread.sleep(10)
				}
			} catch (ex: IOException) {
				ended.complete(Unit)
			}
		}

	}

	@BeforeEach
	fun forget() = answers.clear()

	private fun answer(region: String, vararg bodies: String) {
		answers[region] = ConcurrentLinkedQueue(bodies.toList())
	}

	@Test
	fun throttledCallIsRepeated() = runBlocking {
		answer("ap-beijing", THROTTLED, SUCCESS)
		assertEquals(14, application.getBean(Inventory::class.java).total())
	}

	@Test
	fun errorIsAnExceptionOfOurs() = runBlocking {
		answer("ap-guangzhou", REFUSED)
		assertEquals(7, application.getBean(Inventory::class.java).total())
	}

	/** Its time limit is far away. */
	@Test
	fun cancelledCoroutineEndsItsCall() = runBlocking {
		answer("ap-beijing", ENDLESS)
		val call = launch { application.getBean(Cvm::class.java).describeInstances(Query(1), "ap-beijing") }
		withTimeout(60_000) {
			begun.await()
			call.cancelAndJoin()
			ended.await()
		}
	}

	@Test
	fun webClientSuspends() {
		runBlocking { assertEquals(SUCCESS, application.getBean(Raw::class.java).zones()) }
		answer("none", REFUSED)
		assertThrows(TencentCloudException::class.java) {
			runBlocking { application.getBean(Raw::class.java).zones() }
		}
	}

	@Test
	fun interfaceSeesTheDeadlineOfItsCoroutine() {
		val past = TencentCloudContext.deadline(Duration.ZERO).apply(Context.empty()).asCoroutineContext()
		assertThrows(CallTimeoutException::class.java) {
			runBlocking {
				withContext(past) {
					application.getBean(Cvm::class.java).describeInstances(Query(1), "ap-beijing")
				}
			}
		}
	}

}
