package consumer

import io.github.tencentcloud.resilience.TencentCloudException
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices
import io.github.tencentcloud.resilience.service.TencentCloudAction
import io.github.tencentcloud.resilience.service.TencentCloudProduct
import io.github.tencentcloud.resilience.webclient.TencentCloudContext
import java.time.Duration
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.reactor.asCoroutineContext
import kotlinx.coroutines.withContext
import org.slf4j.LoggerFactory
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.stereotype.Component
import org.springframework.web.bind.annotation.RequestBody
import org.springframework.web.bind.annotation.RequestHeader
import org.springframework.web.reactive.function.client.WebClient
import org.springframework.web.reactive.function.client.awaitBody
import reactor.util.context.Context

/** A Kotlin application whose methods suspend. */
@SpringBootApplication
@ImportTencentCloudServices(Cvm::class)
class Consumer

private val log = LoggerFactory.getLogger(Consumer::class.java)

@TencentCloudProduct("cvm", version = "2017-03-12")
interface Cvm {

	@TencentCloudAction("DescribeInstances")
	suspend fun describeInstances(@RequestBody query: Query, @RequestHeader("X-TC-Region") region: String): Instances

}

data class Query(val limit: Int)

data class Instances(val totalCount: Int, val requestId: String)

@Component
class Inventory(private val cvm: Cvm) {

	suspend fun total(): Int = coroutineScope {
		val north = async { count("ap-beijing") }
		val south = async { count("ap-guangzhou") }
		north.await() + south.await()
	}

	private suspend fun count(region: String): Int =
		try {
			cvm.describeInstances(Query(limit = 1), region).totalCount
		} catch (ex: TencentCloudException) {
			log.warn("{}: {}", region, ex.code)
			0
		}

}

@Component
class Raw(builder: WebClient.Builder) {

	private val cvm = builder.baseUrl("https://cvm.tencentcloudapi.com").build()

	suspend fun zones(): String =
		withContext(TencentCloudContext.deadline(Duration.ofSeconds(3)).apply(Context.empty()).asCoroutineContext()) {
			cvm.post().header("X-TC-Action", "DescribeZones").bodyValue("{}").retrieve().awaitBody<String>()
		}

}
