package io.ddprofiling.encode;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;

import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.EndpointCosts;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.SampleType;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the endpoints of a profile cost as JSON, the most costly first:
 *
 * <ul>
 * <li>{@code window}: {@code start} and {@code end}, and {@code recordedSeconds}, the
 * time in between that was recorded, all the numbers are from and averages are to be
 * taken over.</li>
 * <li>{@code endpoints}: {@code name}; {@code kind}, {@code web} for requests and
 * {@code task} for other work; {@code requests}, how many were completed, an estimate if
 * the window does not begin or end with a chunk of the recording, left out of a profile
 * of some threads or of one trace; costs, and costs {@code perRequest} if there were
 * requests. What is completed and what is sampled differs by what is under way at both
 * ends of the window, which matters for few or long requests.</li>
 * <li>{@code unattributed}: the costs of what belongs to no endpoint, for example of
 * garbage collection, compilation and start-up.</li>
 * </ul>
 *
 * Costs are {@code cpuSeconds}, the CPU time of the threads while they worked on it, and
 * {@code cpuShare}, its part of the CPU time of all samples, 0 to 1, left out of a
 * profile of some samples; {@code allocatedBytes} on the Java heap, whether or not they
 * are still used; {@code waitSeconds}, elapsed time that the threads slept or waited;
 * {@code lockSeconds}, the part of it spent waiting for Java locks; and
 * {@code exceptions} that were created. All of these are estimates from samples. What is
 * not sampled is left out.
 *
 * @since 0.1.0
 */
public final class EndpointTableEncoder {

	private static final double NANOS = 1e9;

	private final Profile profile;

	private final EndpointCosts costs;

	private final JsonWriter json;

	private final boolean whole;

	private final boolean countsRequests;

	private EndpointTableEncoder(Profile profile, SampleFilter filter, Appendable out) {
		this.profile = profile;
		this.whole = !filter.leavesOut();
		this.countsRequests = filter.tellsRequests();
		this.costs = EndpointCosts.of(profile);
		this.json = new JsonWriter(out);
	}

	/**
	 * Writes the table.
	 * @param profile the profile
	 * @param filter the samples that the profile has
	 * @param out where to write to
	 * @throws IOException if the target fails
	 */
	public static void encode(Profile profile, SampleFilter filter, Appendable out) throws IOException {
		new EndpointTableEncoder(profile, filter, out).write();
	}

	private void write() throws IOException {
		this.json.beginObject().name("window").beginObject();
		ReportHead.writeWindow(this.profile, this.json);
		this.json.endObject().name("endpoints").beginArray();
		for (Endpoint endpoint : sorted()) {
			write(endpoint);
		}
		this.json.endArray().name("unattributed").beginObject();
		writeCosts(null, 1);
		writeShare(null);
		this.json.endObject().endObject();
	}

	private void write(Endpoint endpoint) throws IOException {
		long requests = this.profile.requests().getOrDefault(endpoint, 0L);
		this.json.beginObject().name("name").value(endpoint.name());
		this.json.name("kind").value(endpoint.web() ? "web" : "task");
		if (this.countsRequests) {
			this.json.name("requests").value(requests);
		}
		writeCosts(endpoint, 1);
		writeShare(endpoint);
		if (requests > 0) {
			this.json.name("perRequest").beginObject();
			writeCosts(endpoint, requests);
			this.json.endObject();
		}
		this.json.endObject();
	}

	private void writeCosts(@Nullable Endpoint endpoint, long divisor) throws IOException {
		write("cpuSeconds", SampleType.CPU_TIME, endpoint, divisor * NANOS);
		write("allocatedBytes", SampleType.ALLOCATED_SPACE, endpoint, divisor);
		if (endpoint != null && this.costs.hasWaits()) {
			this.json.name("waitSeconds").value(this.costs.waits(endpoint) / (divisor * NANOS));
		}
		write("lockSeconds", SampleType.LOCK_DELAY, endpoint, divisor * NANOS);
		write("exceptions", SampleType.EXCEPTIONS, endpoint, divisor);
	}

	private void writeShare(@Nullable Endpoint endpoint) throws IOException {
		long total = this.costs.total(SampleType.CPU_TIME);
		if (this.whole && total > 0) {
			double share = this.costs.value(endpoint, SampleType.CPU_TIME) / (double) total;
			this.json.name("cpuShare").value(share);
		}
	}

	private void write(String name, SampleType type, @Nullable Endpoint endpoint, double divisor) throws IOException {
		if (this.costs.has(type)) {
			long value = this.costs.value(endpoint, type);
			this.json.name(name);
			if (divisor == 1) {
				this.json.value(value);
			}
			else {
				this.json.value(value / divisor);
			}
		}
	}

	private List<Endpoint> sorted() {
		return this.costs.endpoints()
			.stream()
			.sorted(Comparator.<Endpoint>comparingLong((endpoint) -> this.costs.value(endpoint, SampleType.CPU_TIME))
				.thenComparingLong((endpoint) -> this.costs.value(endpoint, SampleType.ALLOCATED_SPACE))
				.thenComparingLong((endpoint) -> this.profile.requests().getOrDefault(endpoint, 0L))
				.reversed()
				.thenComparing(Endpoint::name)
				.thenComparing(Endpoint::web))
			.toList();
	}

}
