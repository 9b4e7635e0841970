package io.ddprofiling.spring;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.ddprofiling.export.datadog.UploadFormat;
import io.ddprofiling.recorder.Engine;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the profiler.
 *
 * @param enabled whether to profile the application
 * @param tags comma-separated list of key:value pairs that every profile carries, besides
 * dd.tags
 * @param url full URL to upload profiles to, used as it is instead of the agent's
 * @param engine what takes the samples
 * @param libraryPath native library of async-profiler to load instead of the one on the
 * class path
 * @param stackdepth number of Java frames that are kept of a stack
 * @param maxFrames number of Java frames that are kept of a stack, an alias of
 * dd.profiling.stackdepth
 * @param outputPprof directory and beginning of the names of files to write every profile
 * to
 * @param stack whether to sample CPU and wall-clock time, a switch for both types
 * @param memory whether to sample allocations and live objects, a switch for both types
 * @param heap profile of live objects
 * @param exception profile of exceptions
 * @param cpu profile of CPU time
 * @param wall profile of elapsed time
 * @param allocation profile of allocated memory
 * @param lock profile of waits for locks
 * @param nativeLock profile of waits for locks of native code
 * @param nativeMemory profile of memory allocated outside of the Java heap
 * @param io profile of reads and writes of files and sockets
 * @param store where recordings are kept
 * @param upload how profiles are uploaded
 * @param metrics meters of the profiler
 * @param pyroscope Grafana Pyroscope server to upload to
 * @param otlp receiver of OTLP profiles to upload to
 * @param endpoint whose work samples are
 * @param context labels of the application's own
 * @param agentless whether to upload to Datadog itself, instead of to an agent
 * @param proxy HTTP proxy to upload through
 * @param captures windows that are kept until they are deleted
 * @param triggers events for which a window is captured
 * @param maxOverhead percentage of the CPU time of the application that profiling may use
 * before it samples less often, off or 0 for no limit
 * @param maxSamples number of samples of one type that a minute may have before they are
 * taken less often, 0 for no limit
 * @param maxTimeUsagePct percentage of the CPU time of the application that profiling may
 * use, an alias of dd.profiling.max-overhead
 * @since 0.1.0
 */
@ConfigurationProperties("dd.profiling")
public record ProfilingProperties(@DefaultValue("true") Switch enabled, @Nullable String tags, @Nullable URI url,
		@DefaultValue("auto") Engine engine, @Nullable String libraryPath, @DefaultValue("512") int stackdepth,
		@Nullable Integer maxFrames, @Nullable String outputPprof, @DefaultValue Toggle stack,
		@DefaultValue Toggle memory, @DefaultValue Heap heap, @DefaultValue Exceptions exception, @DefaultValue Cpu cpu,
		@DefaultValue Wall wall, @DefaultValue Allocation allocation, @DefaultValue Lock lock,
		@DefaultValue NativeLock nativeLock, @DefaultValue NativeMemory nativeMemory, @DefaultValue Io io,
		@DefaultValue Store store, @DefaultValue Upload upload, @DefaultValue Metrics metrics,
		@DefaultValue Endpoint endpoint, @DefaultValue Context context, @DefaultValue Pyroscope pyroscope,
		@DefaultValue Otlp otlp, @DefaultValue("false") boolean agentless, @DefaultValue Proxy proxy,
		@DefaultValue Captures captures, @DefaultValue Triggers triggers, @DefaultValue("1%") String maxOverhead,
		@DefaultValue("5000") int maxSamples, @Nullable String maxTimeUsagePct) {

	/**
	 * A group of types that is on by default.
	 *
	 * @param enabled whether to record these types
	 */
	public record Toggle(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * Profile of live objects.
	 *
	 * @param enabled whether to record this type
	 */
	public record Heap(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * Profile of exceptions.
	 *
	 * @param enabled whether to record this type
	 * @param samplingInterval number of exceptions for each one that is looked at while
	 * many are thrown
	 */
	public record Exceptions(@DefaultValue("true") boolean enabled, @DefaultValue("997") int samplingInterval) {

	}

	/**
	 * Profile of waits for locks of native code.
	 *
	 * @param enabled whether to record this type
	 * @param interval waiting time, of all threads together, between two samples
	 */
	public record NativeLock(@DefaultValue("false") boolean enabled,
			@DefaultValue("10ms") @DurationUnit(ChronoUnit.MILLIS) Duration interval) {

	}

	/**
	 * Profile of memory allocated outside of the Java heap.
	 *
	 * @param enabled whether to record this type
	 * @param interval number of bytes between two samples
	 */
	public record NativeMemory(@DefaultValue("false") boolean enabled, @DefaultValue("1MB") DataSize interval) {

	}

	/**
	 * Profile of reads and writes of files and sockets.
	 *
	 * @param enabled whether to record this type
	 * @param threshold time a read or write must take to be recorded
	 */
	public record Io(@DefaultValue("false") boolean enabled,
			@DefaultValue("10ms") @DurationUnit(ChronoUnit.MILLIS) Duration threshold) {

	}

	/**
	 * Profile of CPU time.
	 *
	 * @param enabled whether to record this type
	 * @param interval CPU time between two samples of a thread
	 * @param kernelFrames whether samples have the frames of the kernel, where it grants
	 * them
	 */
	public record Cpu(@DefaultValue("true") boolean enabled,
			@DefaultValue("10ms") @DurationUnit(ChronoUnit.MILLIS) Duration interval,
			@DefaultValue("false") boolean kernelFrames) {

	}

	/**
	 * Profile of elapsed time.
	 *
	 * @param enabled whether to record this type
	 * @param interval elapsed time between two samples of a thread
	 */
	public record Wall(@DefaultValue("true") boolean enabled,
			@DefaultValue("100ms") @DurationUnit(ChronoUnit.MILLIS) Duration interval) {

	}

	/**
	 * Profile of allocated memory.
	 *
	 * @param enabled whether to record this type
	 * @param interval mean number of bytes between two samples
	 */
	public record Allocation(@DefaultValue("true") boolean enabled, @DefaultValue("512KB") DataSize interval) {

	}

	/**
	 * Profile of waits for locks.
	 *
	 * @param enabled whether to record this type
	 * @param interval waiting time, of all threads together, between two samples
	 */
	public record Lock(@DefaultValue("true") boolean enabled,
			@DefaultValue("10ms") @DurationUnit(ChronoUnit.MILLIS) Duration interval) {

	}

	/**
	 * Where recordings are kept.
	 *
	 * @param directory directory for recordings, a directory of the user's below
	 * java.io.tmpdir if not set
	 * @param maxSize size of recordings to keep
	 * @param maxAge time to keep recordings for
	 * @param flushInterval longest time until samples are on disk
	 * @param rollInterval longest time one recording file is written to
	 */
	public record Store(@Nullable String directory, @DefaultValue("256MB") DataSize maxSize,
			@DefaultValue("1h") @DurationUnit(ChronoUnit.SECONDS) Duration maxAge,
			@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration flushInterval,
			@DefaultValue("5m") @DurationUnit(ChronoUnit.SECONDS) Duration rollInterval) {

	}

	/**
	 * HTTP proxy to upload through, except to this machine and to a Unix socket.
	 *
	 * @param host host of the proxy
	 * @param port port of the proxy
	 * @param username user the proxy asks for
	 * @param password password the proxy asks for
	 */
	public record Proxy(@Nullable String host, @DefaultValue("8080") int port, @Nullable String username,
			@Nullable String password) {

		@Override
		public String toString() {
			return "Proxy[host=" + this.host + ", port=" + this.port + "]";
		}

	}

	/**
	 * How profiles are uploaded.
	 *
	 * @param enabled whether to upload; with auto, when an agent is configured or found
	 * @param period time one uploaded profile covers
	 * @param interval time in seconds one uploaded profile covers, an alias of
	 * dd.profiling.upload.period
	 * @param timeout longest time to wait for the connection and for the answer
	 * @param format payload of an upload
	 * @param family language family the upload is declared as, by the format if not set
	 * @param attachmentName name of the attachment, by the format if not set
	 * @param attachmentFile file name of the attachment, by the format if not set
	 * @param language value of the language tag
	 * @param runtime value of the runtime tag, by the format if not set
	 * @param maxBacklogAge time for which a profile that could not be delivered is tried
	 * again
	 * @param maxBacklogSize size of recordings that may wait for one exporter
	 * @param sslBundle name of the SSL bundle to upload over TLS with
	 * @param trustStore file of certificates to trust over TLS, as PEM, PKCS12 or JKS
	 * @param trustStorePassword password of the file of certificates to trust
	 */
	public record Upload(@DefaultValue("auto") Switch enabled,
			@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration period, @Nullable Double interval,
			@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
			@DefaultValue("pprof") UploadFormat format, @Nullable String family, @Nullable String attachmentName,
			@Nullable String attachmentFile, @DefaultValue("jvm") String language, @Nullable String runtime,
			@DefaultValue("1h") @DurationUnit(ChronoUnit.SECONDS) Duration maxBacklogAge,
			@DefaultValue("64MB") DataSize maxBacklogSize, @Nullable String sslBundle, @Nullable String trustStore,
			@Nullable String trustStorePassword) {

		@Override
		public String toString() {
			return "Upload[enabled=" + this.enabled + ", period=" + this.period + ", format=" + this.format + "]";
		}

	}

	/**
	 * Meters of the profiler.
	 *
	 * @param maxEndpoints number of endpoints that have meters of their own for what they
	 * cost, the others are taken together; 0 for no such meters
	 */
	public record Metrics(@DefaultValue("100") int maxEndpoints) {

	}

	/**
	 * Whose work samples are.
	 *
	 * @param collection how requests and other work are told apart
	 */
	public record Endpoint(@DefaultValue Collection collection) {

		/**
		 * How requests and other work are told apart.
		 *
		 * @param enabled whether to put samples down to the requests and other work they
		 * were taken in
		 */
		public record Collection(@DefaultValue("true") boolean enabled) {

		}

	}

	/**
	 * Labels of the application's own.
	 *
	 * @param attributes comma-separated list of at most ten names of labels that code can
	 * set on a span, the first ten that are set if empty
	 */
	public record Context(@DefaultValue List<String> attributes) {

	}

	/**
	 * Grafana Pyroscope server to upload to. The text of this record tells no secrets.
	 *
	 * @param url base URL of the server; nothing is uploaded to Pyroscope if not set
	 * @param tenantId tenant of a server that has several
	 * @param user user of basic authentication
	 * @param password password of basic authentication
	 * @param authToken bearer token, used if there is no user
	 */
	public record Pyroscope(@Nullable URI url, @Nullable String tenantId, @Nullable String user,
			@Nullable String password, @Nullable String authToken) {

		@Override
		public String toString() {
			return "Pyroscope[tenantId=" + this.tenantId + "]";
		}

	}

	/**
	 * Receiver of OTLP profiles to upload to. The text of this record tells no secrets.
	 *
	 * @param url base URL of the receiver; nothing is uploaded by OTLP if not set
	 * @param path path below the URL
	 * @param headers comma-separated list of name=value pairs of headers to send, with
	 * percent-encoded values
	 */
	public record Otlp(@Nullable URI url, @DefaultValue("/v1development/profiles") String path,
			@Nullable String headers) {

		@Override
		public String toString() {
			return "Otlp[path=" + this.path + "]";
		}

	}

	/**
	 * Windows that are kept until they are deleted.
	 *
	 * @param maxCount number of captures of the service that are kept
	 * @param maxSize size of one capture, which ends early when it would take more
	 * @param maxDuration longest time a capture covers
	 * @param maxAge time to keep captures for
	 */
	public record Captures(@DefaultValue("10") int maxCount, @DefaultValue("32MB") DataSize maxSize,
			@DefaultValue("5m") @DurationUnit(ChronoUnit.SECONDS) Duration maxDuration,
			@DefaultValue("7d") @DurationUnit(ChronoUnit.SECONDS) Duration maxAge) {

	}

	/**
	 * Events for which a window is captured.
	 *
	 * @param before time before an event that belongs to its window
	 * @param after time after an event that belongs to its window
	 * @param cooldown time a trigger rests after it has fired
	 * @param globalCooldown time all triggers rest after one has fired
	 * @param cpuOver percentage of the processors that the process has to use, or off
	 * @param cpuLasting time it has to use them without a break
	 * @param heapOver percentage of the heap that has to be in use after a garbage
	 * collection, or off
	 * @param gcOver percentage of elapsed time that garbage collections have to take, or
	 * off
	 * @param gcLasting time in which they have to take it
	 * @param meters conditions on meters, separated by semicolons, as in
	 * hikaricp.connections.pending{pool=main} value &gt; 5
	 * @param slowEndpoint time that a request or other work has to take
	 * @param outOfMemory whether an OutOfMemoryError that ends a thread or a request is
	 * such an event
	 * @param startUp whether the first minute of the application is captured
	 */
	public record Triggers(@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration before,
			@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration after,
			@DefaultValue("10m") @DurationUnit(ChronoUnit.SECONDS) Duration cooldown,
			@DefaultValue("1m") @DurationUnit(ChronoUnit.SECONDS) Duration globalCooldown,
			@DefaultValue("off") String cpuOver,
			@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration cpuLasting,
			@DefaultValue("off") String heapOver, @DefaultValue("off") String gcOver,
			@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration gcLasting, @Nullable String meters,
			@Nullable @DurationUnit(ChronoUnit.MILLIS) Duration slowEndpoint,
			@DefaultValue("false") boolean outOfMemory, @DefaultValue("false") boolean startUp) {

	}

}
