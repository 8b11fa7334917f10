package io.github.tencentcloud.resilience.benchmarks;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the measured calls are decoded to: every member of the answer has a field, as in
 * the vendor's own model.
 *
 * @param response the content
 */
public record Envelope(@JsonProperty("Response") Response response) {

	/** The content of an answer. */
	public record Response(@JsonProperty("TotalCount") @Nullable Integer totalCount,
			@JsonProperty("InstanceSet") @Nullable List<Instance> instances, @JsonProperty("Error") @Nullable Error error,
			@JsonProperty("RequestId") String requestId) {
	}

	/** An error. */
	public record Error(@JsonProperty("Code") String code, @JsonProperty("Message") String message) {
	}

	/** An instance. */
	public record Instance(@JsonProperty("Placement") @Nullable Placement placement,
			@JsonProperty("InstanceId") String id, @JsonProperty("InstanceType") String type,
			@JsonProperty("CPU") int cpu, @JsonProperty("Memory") int memory,
			@JsonProperty("RestrictState") String restrictState, @JsonProperty("InstanceName") String name,
			@JsonProperty("InstanceChargeType") @Nullable String chargeType,
			@JsonProperty("SystemDisk") @Nullable Disk systemDisk, @JsonProperty("DataDisks") @Nullable List<Disk> disks,
			@JsonProperty("PrivateIpAddresses") List<String> privateAddresses,
			@JsonProperty("PublicIpAddresses") @Nullable List<String> publicAddresses,
			@JsonProperty("InternetAccessible") @Nullable Internet internet,
			@JsonProperty("VirtualPrivateCloud") @Nullable Cloud cloud, @JsonProperty("ImageId") @Nullable String image,
			@JsonProperty("RenewFlag") @Nullable String renewFlag, @JsonProperty("CreatedTime") String created,
			@JsonProperty("ExpiredTime") @Nullable String expired, @JsonProperty("OsName") @Nullable String system,
			@JsonProperty("SecurityGroupIds") @Nullable List<String> securityGroups,
			@JsonProperty("LoginSettings") @Nullable Login login,
			@JsonProperty("InstanceState") @Nullable String state, @JsonProperty("Tags") @Nullable List<Tag> tags,
			@JsonProperty("StopChargingMode") @Nullable String stopChargingMode,
			@JsonProperty("Uuid") @Nullable String uuid) {
	}

	/** Where an instance is. */
	public record Placement(@JsonProperty("Zone") String zone, @JsonProperty("ProjectId") int project,
			@JsonProperty("HostId") @Nullable String host) {
	}

	/** A disk. */
	public record Disk(@JsonProperty("DiskType") String type, @JsonProperty("DiskId") String id,
			@JsonProperty("DiskSize") int size, @JsonProperty("CdcId") @Nullable String cluster,
			@JsonProperty("DeleteWithInstance") @Nullable Boolean deleteWithInstance, @JsonProperty("Encrypt") @Nullable Boolean encrypt,
			@JsonProperty("ThroughputPerformance") @Nullable Integer throughput) {
	}

	/** How an instance reaches the internet. */
	public record Internet(@JsonProperty("InternetChargeType") String chargeType,
			@JsonProperty("InternetMaxBandwidthOut") int bandwidth,
			@JsonProperty("PublicIpAssigned") boolean assigned) {
	}

	/** The network of an instance. */
	public record Cloud(@JsonProperty("VpcId") String id, @JsonProperty("SubnetId") String subnet,
			@JsonProperty("AsVpcGateway") boolean gateway) {
	}

	/** How to log in to an instance. */
	public record Login(@JsonProperty("KeyIds") List<String> keys) {
	}

	/** A tag. */
	public record Tag(@JsonProperty("Key") String key, @JsonProperty("Value") String value) {
	}

}
