package io.github.tencentcloud.resilience.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * The bodies that are measured: answers of {@code DescribeInstances} with as many
 * instances as it takes, and one error.
 */
public enum Body {

	/** The smallest answer that is of any use. */
	B300(300),

	/** A few instances. */
	KB4(4 << 10),

	/** A page of instances. */
	KB50(50 << 10),

	/** The most that a page can hold, and more than is held back. */
	MB1(1 << 20),

	/** An error that says how to go on: nothing repeats it. */
	ERROR(0);

	private final int size;

	Body(int size) {
		this.size = size;
	}

	byte[] bytes() {
		return (this == ERROR) ? utf8(error()) : success(this.size);
	}

	/** A success of at least this size, and not much more. */
	static byte[] success(int size) {
		StringBuilder json = new StringBuilder(size + 2048);
		int count = Math.max(1, (size - 200) / 1150);
		json.append("{\"Response\":{\"TotalCount\":").append(count).append(",\"InstanceSet\":[");
		if (size < 1024) {
			smallInstance(json);
		}
		else {
			int i = 0;
			do {
				json.append((i == 0) ? "" : ",");
				instance(json, i++);
			}
			while (json.length() < size - 600);
		}
		json.append("],\"RequestId\":\"0de8a6b1-5b0c-4a8e-9f5e-2f9c3f1d7a44\"}}");
		return utf8(json.toString());
	}

	private static void smallInstance(StringBuilder json) {
		json.append("""
				{"InstanceId":"ins-r8hr2upy","InstanceType":"S5.MEDIUM4","CPU":2,"Memory":4,\
				"RestrictState":"NORMAL","InstanceName":"api-0","PrivateIpAddresses":["10.0.0.4"],\
				"CreatedTime":"2025-11-02T08:21:55Z"}""");
	}

	private static void instance(StringBuilder json, int i) {
		json.append("""
				{"Placement":{"Zone":"ap-guangzhou-%d","ProjectId":0,"HostId":null},"InstanceId":"ins-%08x",\
				"InstanceType":"S5.MEDIUM4","CPU":2,"Memory":4,"RestrictState":"NORMAL","InstanceName":"订单服务-api-%d",\
				"InstanceChargeType":"POSTPAID_BY_HOUR","SystemDisk":{"DiskType":"CLOUD_PREMIUM","DiskId":"disk-%08x",\
				"DiskSize":50,"CdcId":null},"DataDisks":[{"DiskSize":100,"DiskType":"CLOUD_SSD","DiskId":"disk-%08x",\
				"DeleteWithInstance":true,"Encrypt":false,"ThroughputPerformance":0}],\
				"PrivateIpAddresses":["10.0.%d.%d"],"PublicIpAddresses":["119.28.%d.%d"],\
				"InternetAccessible":{"InternetChargeType":"TRAFFIC_POSTPAID_BY_HOUR","InternetMaxBandwidthOut":100,\
				"PublicIpAssigned":true},"VirtualPrivateCloud":{"VpcId":"vpc-2ari9m7h","SubnetId":"subnet-8tqqm8ot",\
				"AsVpcGateway":false},"ImageId":"img-487zeit5","RenewFlag":"NOTIFY_AND_MANUAL_RENEW",\
				"CreatedTime":"2025-11-02T08:21:55Z","ExpiredTime":null,"OsName":"TencentOS Server 3.1 (TK4) UEFI",\
				"SecurityGroupIds":["sg-efil73jd"],"LoginSettings":{"KeyIds":["skey-b4vakk62"]},\
				"InstanceState":"RUNNING","Tags":[{"Key":"部门","Value":"支付中心"},{"Key":"env","Value":"prod"}],\
				"StopChargingMode":"NOT_APPLICABLE","Uuid":"e85f1388-0422-410d-8e50-bef540e78c18"}"""
			.formatted(1 + i % 7, 0x1000 + i, i, 0x2000 + i, 0x3000 + i, i % 250, i % 240 + 4, i % 250, i % 240 + 4));
	}

	private static String error() {
		return """
				{"Response":{"Error":{"Code":"InvalidParameterValue.InstanceIdMalformed",\
				"Message":"The value of the parameter `InstanceIds.0` is not a valid instance ID."},\
				"RequestId":"0de8a6b1-5b0c-4a8e-9f5e-2f9c3f1d7a44"}}""";
	}

	private static byte[] utf8(String json) {
		return json.getBytes(StandardCharsets.UTF_8);
	}

}
