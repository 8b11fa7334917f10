package com.example;

import java.util.List;

import io.github.tencentcloud.resilience.TencentCloudException;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.RequestBody;

@SpringBootApplication
@ImportTencentCloudServices(FirstCall.Cvm.class)
public class FirstCall {

	public static void main(String[] args) {
		SpringApplication.run(FirstCall.class, args);
	}

	@Bean
	CommandLineRunner calls(Cvm cvm) {
		return (args) -> {
			for (int i = 1; i <= 5; i++) {
				try {
					System.out.println(i + ": " + cvm.describeInstancesStatus(new Query(20)));
				}
				catch (TencentCloudException ex) {
					System.out.println(i + ": " + ex.getMessage());
				}
			}
		};
	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeInstancesStatus")
		InstancesStatus describeInstancesStatus(@RequestBody Query query);

	}

	record Query(int limit) {
	}

	record InstancesStatus(int totalCount, List<InstanceStatus> instanceStatusSet, String requestId) {
	}

	record InstanceStatus(String instanceId, String instanceState) {
	}

}
