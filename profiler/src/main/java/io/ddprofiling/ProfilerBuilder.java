package io.ddprofiling;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;

import io.ddprofiling.export.ProfileExporter;
import io.ddprofiling.export.datadog.AgentSettings;
import io.ddprofiling.export.datadog.AgentlessSettings;
import io.ddprofiling.export.datadog.ApiKey;
import io.ddprofiling.export.datadog.DatadogSettings;
import io.ddprofiling.export.datadog.DatadogSite;
import io.ddprofiling.export.datadog.PayloadConvention;
import io.ddprofiling.export.datadog.UploadFormat;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.export.otlp.OtlpSettings;
import io.ddprofiling.export.pyroscope.PyroscopeSettings;
import io.ddprofiling.export.transport.HttpProxy;
import io.ddprofiling.export.transport.TransportSettings;
import io.ddprofiling.export.transport.TrustStore;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.recorder.Engine;
import io.ddprofiling.span.SpanRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link Profiler}. Every method checks its argument and
 * throws {@link IllegalArgumentException} with the allowed range. Not thread safe.
 *
 * @since 0.1.0
 */
public final class ProfilerBuilder {

	private String service = "unnamed-java-service";

	private boolean userService;

	private @Nullable String env;

	private @Nullable String version;

	private final Map<String, String> tags = new LinkedHashMap<>();

	private final Set<ProfileType> types = EnumSet
		.complementOf(EnumSet.of(ProfileType.NATIVE_LOCK, ProfileType.NATIVE_MEMORY, ProfileType.IO));

	private SamplingRates rates = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000)
		.with(ProfileType.WALL, 100_000_000)
		.with(ProfileType.LOCK, 10_000_000)
		.with(ProfileType.ALLOCATION, 512 * 1024)
		.with(ProfileType.LIVE_HEAP, 512 * 1024)
		.with(ProfileType.EXCEPTION, 997)
		.with(ProfileType.NATIVE_LOCK, 10_000_000)
		.with(ProfileType.NATIVE_MEMORY, 1024 * 1024)
		.with(ProfileType.IO, 10_000_000);

	private Engine engine = Engine.AUTO;

	private int stackDepth = 512;

	private boolean kernelFrames;

	private @Nullable Path libraryPath;

	private Path storeDirectory = StoreDirectory.byDefault();

	private long storeMaxBytes = 256L * 1024 * 1024;

	private Duration storeMaxAge = Duration.ofHours(1);

	private Duration cutInterval = Duration.ofSeconds(10);

	private Duration rollInterval = Duration.ofMinutes(5);

	private UploadMode uploadMode = UploadMode.AUTO;

	private Duration uploadPeriod = Duration.ofSeconds(60);

	private Duration uploadTimeout = Duration.ofSeconds(10);

	private Duration maxBacklogAge = Duration.ofHours(1);

	private long maxBacklogBytes = 64L * 1024 * 1024;

	private final List<ProfileExporter> exporters = new ArrayList<>();

	private PayloadConvention payload = PayloadConvention.of(UploadFormat.PPROF);

	private @Nullable URI profileUrl;

	private @Nullable URI agentUrl;

	private @Nullable String agentHost;

	private @Nullable Integer agentPort;

	private @Nullable Path outputPrefix;

	private PyroscopeSettings pyroscope = PyroscopeSettings.OFF;

	private OtlpSettings otlp = OtlpSettings.OFF;

	private double maxOverheadPercent = 1;

	private int maxSamples = 5000;

	private boolean endpoints = true;

	private List<String> contextAttributes = List.of();

	private int countedEndpoints = 100;

	private final TriggerSettings triggers = new TriggerSettings();

	private int maxCaptures = 10;

	private long captureMaxBytes = 32L * 1024 * 1024;

	private Duration captureMaxDuration = Duration.ofMinutes(5);

	private Duration captureMaxAge = Duration.ofDays(7);

	private boolean shutdownHook = true;

	private @Nullable String disabledReason;

	private final List<String> problems = new ArrayList<>();

	private boolean agentless;

	private @Nullable ApiKey apiKey;

	private DatadogSite site = DatadogSite.DEFAULT;

	private @Nullable String proxyHost;

	private int proxyPort = 8080;

	private @Nullable String proxyUsername;

	private @Nullable String proxyPassword;

	private @Nullable Path trustStore;

	private @Nullable String trustStorePassword;

	private @Nullable Supplier<SSLContext> tls;

	private boolean gitMetadata = true;

	private @Nullable String gitCommitSha;

	private @Nullable String gitRepositoryUrl;

	ProfilerBuilder() {
	}

	/**
	 * Sets the service's name.
	 * @param service the name, not blank
	 * @return this builder
	 */
	public ProfilerBuilder service(String service) {
		this.service = notBlank("service", service);
		this.userService = true;
		return this;
	}

	/**
	 * Sets the service's name to use if {@link #service(String) none} is set.
	 * @param service the name, not blank
	 * @return this builder
	 */
	public ProfilerBuilder defaultService(String service) {
		if (!this.userService) {
			this.service = notBlank("service", service);
		}
		return this;
	}

	/**
	 * Sets the environment the service is deployed to.
	 * @param env the environment, for example {@code prod}
	 * @return this builder
	 */
	public ProfilerBuilder env(String env) {
		this.env = notBlank("env", env);
		return this;
	}

	/**
	 * Sets the service's version.
	 * @param version the version
	 * @return this builder
	 */
	public ProfilerBuilder version(String version) {
		this.version = notBlank("version", version);
		return this;
	}

	/**
	 * Adds a tag to every profile.
	 * @param key the tag's key, not blank
	 * @param value the tag's value, not blank
	 * @return this builder
	 */
	public ProfilerBuilder tag(String key, String value) {
		this.tags.put(notBlank("key", key), notBlank("value", value));
		return this;
	}

	/**
	 * Adds tags to every profile.
	 * @param tags the tags
	 * @return this builder
	 */
	public ProfilerBuilder tags(Map<String, String> tags) {
		tags.forEach(this::tag);
		return this;
	}

	/**
	 * Sets what takes the samples.
	 * @param engine the engine, {@link Engine#AUTO} by default
	 * @return this builder
	 */
	public ProfilerBuilder engine(Engine engine) {
		this.engine = engine;
		return this;
	}

	/**
	 * Switches a type on or off. By default, native locks, native memory and I/O are off
	 * and all others on.
	 * @param type the type
	 * @param enabled whether to record it
	 * @return this builder
	 */
	public ProfilerBuilder type(ProfileType type, boolean enabled) {
		if (enabled) {
			this.types.add(type);
		}
		else {
			this.types.remove(type);
		}
		return this;
	}

	/**
	 * Sets the CPU time between two CPU samples of a thread.
	 * @param interval 1 ms to 1 s, 10 ms by default
	 * @return this builder
	 */
	public ProfilerBuilder cpuInterval(Duration interval) {
		return interval(ProfileType.CPU, "cpuInterval", interval, Duration.ofMillis(1), Duration.ofSeconds(1));
	}

	/**
	 * Sets the elapsed time between two wall-clock samples of a thread.
	 * @param interval 5 ms to 10 s, 50 ms by default
	 * @return this builder
	 */
	public ProfilerBuilder wallInterval(Duration interval) {
		return interval(ProfileType.WALL, "wallInterval", interval, Duration.ofMillis(5), Duration.ofSeconds(10));
	}

	/**
	 * Sets the mean number of bytes between two allocation samples; the live heap is a
	 * part of these.
	 * @param bytes 1 KiB to 1 GiB, 512 KiB by default
	 * @return this builder
	 */
	public ProfilerBuilder allocationInterval(long bytes) {
		interval(ProfileType.LIVE_HEAP, "allocationInterval", bytes);
		return interval(ProfileType.ALLOCATION, "allocationInterval", bytes);
	}

	/**
	 * Sets the waiting time, of all threads together, between two lock samples.
	 * @param interval 10 µs to 10 s, 10 ms by default
	 * @return this builder
	 */
	public ProfilerBuilder lockInterval(Duration interval) {
		return interval(ProfileType.LOCK, "lockInterval", interval, Duration.ofNanos(10_000), Duration.ofSeconds(10));
	}

	/**
	 * Sets how many exceptions there are to one that is looked at while many are thrown;
	 * while few are, it is each of them. The next prime number is used, which keeps step
	 * with no loop in the application.
	 * @param exceptions 1 to 1,000,000, 997 by default
	 * @return this builder
	 */
	public ProfilerBuilder exceptionInterval(int exceptions) {
		this.rates = this.rates.with(ProfileType.EXCEPTION, between("exceptionInterval", exceptions, 1, 1_000_000));
		return this;
	}

	/**
	 * Sets the time spent waiting for locks of native code, of all threads together,
	 * between two samples.
	 * @param interval 10 µs to 10 s, 10 ms by default
	 * @return this builder
	 */
	public ProfilerBuilder nativeLockInterval(Duration interval) {
		return interval(ProfileType.NATIVE_LOCK, "nativeLockInterval", interval, Duration.ofNanos(10_000),
				Duration.ofSeconds(10));
	}

	/**
	 * Sets the number of bytes between two samples of memory allocated outside of the
	 * Java heap.
	 * @param bytes 1 KiB to 1 GiB, 1 MiB by default
	 * @return this builder
	 */
	public ProfilerBuilder nativeMemoryInterval(long bytes) {
		return interval(ProfileType.NATIVE_MEMORY, "nativeMemoryInterval", bytes);
	}

	/**
	 * Sets how long a read or write must take to be recorded.
	 * @param threshold 100 µs to 10 s, 10 ms by default
	 * @return this builder
	 */
	public ProfilerBuilder ioThreshold(Duration threshold) {
		return interval(ProfileType.IO, "ioThreshold", threshold, Duration.ofNanos(100_000), Duration.ofSeconds(10));
	}

	/**
	 * Sets how many frames of a stack are kept; of a deeper stack the root is cut off.
	 * @param frames 1 to 2048, 512 by default
	 * @return this builder
	 */
	public ProfilerBuilder stackDepth(int frames) {
		this.stackDepth = (int) between("stackDepth", frames, 1, 2048);
		return this;
	}

	/**
	 * Sets whether CPU samples have the frames of the kernel. They need
	 * {@code perf_events}, which the kernel seldom grants in containers, and which cost
	 * more: without them a timer for each thread takes samples.
	 * @param kernelFrames whether they are wanted, {@code false} by default
	 * @return this builder
	 */
	public ProfilerBuilder kernelFrames(boolean kernelFrames) {
		this.kernelFrames = kernelFrames;
		return this;
	}

	/**
	 * Sets the native library to use instead of the one on the class path.
	 * @param libraryPath the library's file
	 * @return this builder
	 */
	public ProfilerBuilder libraryPath(Path libraryPath) {
		this.libraryPath = libraryPath;
		return this;
	}

	/**
	 * Sets where recordings are kept, each process in a directory of its own below.
	 * @param directory a directory that only the present user has access to; made if it
	 * does not exist; one below is used if it is {@code root}'s and can be written to, as
	 * the root of a container's volume; without a comma or a percent sign in its name,
	 * which mean something to async-profiler
	 * @return this builder
	 */
	public ProfilerBuilder storeDirectory(Path directory) {
		String absolute = directory.toAbsolutePath().toString();
		if (absolute.indexOf(',') >= 0 || absolute.indexOf('%') >= 0) {
			throw new IllegalArgumentException(
					"'storeDirectory' must not contain a comma or a percent sign: " + absolute);
		}
		this.storeDirectory = directory;
		return this;
	}

	/**
	 * Sets how many bytes of recordings are kept.
	 * @param bytes 1 MiB to 1 TiB, 256 MiB by default
	 * @return this builder
	 */
	public ProfilerBuilder storeMaxBytes(long bytes) {
		this.storeMaxBytes = between("storeMaxBytes", bytes, 1024 * 1024, 1024L * 1024 * 1024 * 1024);
		return this;
	}

	/**
	 * Sets how long recordings are kept.
	 * @param age 10 s to 7 days, 1 h by default
	 * @return this builder
	 */
	public ProfilerBuilder storeMaxAge(Duration age) {
		this.storeMaxAge = between("storeMaxAge", age, Duration.ofSeconds(10), Duration.ofDays(7));
		return this;
	}

	/**
	 * Sets the longest time until samples are on disk, where a crash does not reach them.
	 * @param interval 1 s to 5 min, 10 s by default
	 * @return this builder
	 */
	public ProfilerBuilder cutInterval(Duration interval) {
		this.cutInterval = between("cutInterval", interval, Duration.ofSeconds(1), Duration.ofMinutes(5));
		return this;
	}

	/**
	 * Sets how long one recording file is written to before the next is begun.
	 * @param interval 10 s to 1 h, 5 min by default
	 * @return this builder
	 */
	public ProfilerBuilder rollInterval(Duration interval) {
		this.rollInterval = between("rollInterval", interval, Duration.ofSeconds(10), Duration.ofHours(1));
		return this;
	}

	/**
	 * Sets when to upload.
	 * @param mode the mode, {@link UploadMode#AUTO} by default
	 * @return this builder
	 */
	public ProfilerBuilder uploadMode(UploadMode mode) {
		this.uploadMode = mode;
		return this;
	}

	/**
	 * Sets the time one uploaded profile covers.
	 * @param period 1 s to 1 h, 60 s by default
	 * @return this builder
	 */
	public ProfilerBuilder uploadPeriod(Duration period) {
		this.uploadPeriod = between("uploadPeriod", period, Duration.ofSeconds(1), Duration.ofHours(1));
		return this;
	}

	/**
	 * Sets how long to wait for the connection and for the answer of an upload.
	 * @param timeout 100 ms to 5 min, 10 s by default
	 * @return this builder
	 */
	public ProfilerBuilder uploadTimeout(Duration timeout) {
		this.uploadTimeout = between("uploadTimeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(5));
		return this;
	}

	/**
	 * Sets how long after its end a profile that could not be delivered is tried again.
	 * @param age 10 s to 7 days, 1 h by default
	 * @return this builder
	 */
	public ProfilerBuilder maxBacklogAge(Duration age) {
		this.maxBacklogAge = between("maxBacklogAge", age, Duration.ofSeconds(10), Duration.ofDays(7));
		return this;
	}

	/**
	 * Sets how many bytes of recordings may wait for one exporter.
	 * @param bytes 1 MiB to 1 TiB, 64 MiB by default
	 * @return this builder
	 */
	public ProfilerBuilder maxBacklogBytes(long bytes) {
		this.maxBacklogBytes = between("maxBacklogBytes", bytes, 1024 * 1024, 1024L * 1024 * 1024 * 1024);
		return this;
	}

	/**
	 * Adds an exporter that every window is delivered to, besides those that are
	 * configured.
	 * @param exporter the exporter; it is called on a thread of its own
	 * @return this builder
	 */
	public ProfilerBuilder exporter(ProfileExporter exporter) {
		this.exporters.add(exporter);
		return this;
	}

	/**
	 * Sets what uploads look like.
	 * @param payload the convention, pprof as Datadog's Python profiler sends it by
	 * default
	 * @return this builder
	 */
	public ProfilerBuilder payload(PayloadConvention payload) {
		this.payload = payload;
		return this;
	}

	/**
	 * Sets the full URL to upload to, used as it is.
	 * @param url an {@code http} or {@code https} URL
	 * @return this builder
	 */
	public ProfilerBuilder profileUrl(URI url) {
		this.profileUrl = AgentUrls.web("profileUrl", url);
		return this;
	}

	/**
	 * Sets the agent's base URL.
	 * @param url an {@code http}, {@code https} or {@code unix} URL
	 * @return this builder
	 */
	public ProfilerBuilder agentUrl(URI url) {
		this.agentUrl = AgentUrls.agent("agentUrl", url);
		return this;
	}

	/**
	 * Sets the agent's host, used if there is no {@link #agentUrl(URI)}.
	 * @param host a host name or address
	 * @return this builder
	 */
	public ProfilerBuilder agentHost(String host) {
		this.agentHost = AgentUrls.host("agentHost", host);
		return this;
	}

	/**
	 * Sets the agent's port, used if there is no {@link #agentUrl(URI)}.
	 * @param port 1 to 65535, 8126 by default
	 * @return this builder
	 */
	public ProfilerBuilder agentPort(int port) {
		this.agentPort = (int) between("agentPort", port, 1, 65535);
		return this;
	}

	/**
	 * Sets whether to upload to Datadog itself, instead of to an agent. That needs an
	 * {@link #apiKey(String)}, and is not what Datadog recommends for production: an
	 * agent adds the tags of the container and of the host.
	 * @param agentless {@code false} by default
	 * @return this builder
	 */
	public ProfilerBuilder agentless(boolean agentless) {
		this.agentless = agentless;
		return this;
	}

	/**
	 * Sets the API key for uploads without an agent. It is sent to Datadog and shown
	 * nowhere.
	 * @param key the key, usually 32 hexadecimal digits
	 * @return this builder
	 */
	public ProfilerBuilder apiKey(String key) {
		this.apiKey = new ApiKey(key.strip());
		return this;
	}

	/**
	 * Reads the {@link #apiKey(String)} from a file.
	 * @param file a file with nothing but the key in it
	 * @return this builder
	 */
	public ProfilerBuilder apiKeyFile(Path file) {
		try {
			return apiKey(Files.readString(file));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("'apiKeyFile' must be a file that can be read", ex);
		}
	}

	/**
	 * Sets where uploads without an agent go.
	 * @param site a site of Datadog's, {@code datadoghq.com} by default
	 * @return this builder
	 */
	public ProfilerBuilder site(String site) {
		this.site = new DatadogSite(site);
		return this;
	}

	/**
	 * Sets the host of an HTTP proxy for uploads, except those to this machine and to a
	 * Unix socket.
	 * @param host a host name or address
	 * @return this builder
	 */
	public ProfilerBuilder proxyHost(String host) {
		this.proxyHost = AgentUrls.host("proxyHost", host);
		return this;
	}

	/**
	 * Sets the port of the HTTP proxy.
	 * @param port 1 to 65535, 8080 by default
	 * @return this builder
	 */
	public ProfilerBuilder proxyPort(int port) {
		this.proxyPort = (int) between("proxyPort", port, 1, 65535);
		return this;
	}

	/**
	 * Sets the user for an HTTP proxy that asks who is there.
	 * @param username the user's name, without a colon
	 * @return this builder
	 */
	public ProfilerBuilder proxyUsername(String username) {
		if (username.indexOf(':') >= 0) {
			throw new IllegalArgumentException("'proxyUsername' must not contain a colon");
		}
		this.proxyUsername = notBlank("proxyUsername", username);
		return this;
	}

	/**
	 * Sets the password for an HTTP proxy that asks who is there.
	 * @param password the user's password, which is shown nowhere
	 * @return this builder
	 */
	public ProfilerBuilder proxyPassword(String password) {
		this.proxyPassword = password;
		return this;
	}

	/**
	 * Sets whom to trust over TLS, instead of those the JVM trusts.
	 * @param file certificates as PEM, or a PKCS12 or JKS store
	 * @return this builder
	 */
	public ProfilerBuilder trustStore(Path file) {
		this.trustStore = file;
		return this;
	}

	/**
	 * Sets the password of the {@link #trustStore(Path)}.
	 * @param password the password, which is shown nowhere
	 * @return this builder
	 */
	public ProfilerBuilder trustStorePassword(String password) {
		this.trustStorePassword = password;
		return this;
	}

	/**
	 * Sets whom to trust over TLS, and who to be, in place of a
	 * {@link #trustStore(Path)}.
	 * @param context asked for each connection
	 * @return this builder
	 */
	public ProfilerBuilder tls(Supplier<SSLContext> context) {
		this.tls = context;
		return this;
	}

	/**
	 * Sets whether profiles tell which commit they are of.
	 * @param enabled {@code true} by default
	 * @return this builder
	 */
	public ProfilerBuilder gitMetadata(boolean enabled) {
		this.gitMetadata = enabled;
		return this;
	}

	/**
	 * Sets the commit the service was built from; taken from {@code git.properties} on
	 * the class path if not set.
	 * @param sha the commit's hash
	 * @return this builder
	 */
	public ProfilerBuilder gitCommitSha(String sha) {
		this.gitCommitSha = GitMetadata.checkedSha("gitCommitSha", sha);
		return this;
	}

	/**
	 * Sets the repository the service was built from; taken from {@code git.properties}
	 * on the class path if not set.
	 * @param url the repository's URL; what is secret in it is left out
	 * @return this builder
	 */
	public ProfilerBuilder gitRepositoryUrl(String url) {
		this.gitRepositoryUrl = GitMetadata.withoutCredentials(notBlank("gitRepositoryUrl", url));
		return this;
	}

	/**
	 * Sets a prefix to write each window to a file under.
	 * @param prefix the directory and the beginning of the file names
	 * @return this builder
	 */
	public ProfilerBuilder outputPrefix(Path prefix) {
		this.outputPrefix = prefix;
		return this;
	}

	/**
	 * Changes where a Pyroscope server is. Windows are uploaded to it if there is a URL,
	 * whatever the {@link #uploadMode(UploadMode)}, which is about the agent.
	 *
	 * <pre>
	 * builder.pyroscope((server) -&gt; server.url(URI.create("http://pyroscope:4040")));
	 * </pre>
	 * @param change makes other settings of those there are
	 * @return this builder
	 */
	public ProfilerBuilder pyroscope(UnaryOperator<PyroscopeSettings> change) {
		PyroscopeSettings changed = change.apply(this.pyroscope);
		if (changed.url() != null) {
			AgentUrls.web("url", changed.url());
		}
		this.pyroscope = changed;
		return this;
	}

	/**
	 * Changes where something takes OTLP profiles, an OpenTelemetry collector for
	 * example. Windows are uploaded to it if there is a URL, whatever the
	 * {@link #uploadMode(UploadMode)}, which is about the agent.
	 * @param change makes other settings of those there are
	 * @return this builder
	 */
	public ProfilerBuilder otlp(UnaryOperator<OtlpSettings> change) {
		OtlpSettings changed = change.apply(this.otlp);
		if (changed.url() != null) {
			AgentUrls.web("url", changed.url());
		}
		this.otlp = changed;
		return this;
	}

	/**
	 * Sets how much of the CPU time of the process profiling may use. When it uses more,
	 * samples are taken less often.
	 * @param percent 0.1 to 100, 1 by default, or 0 for no limit
	 * @return this builder
	 */
	public ProfilerBuilder maxOverhead(double percent) {
		if (percent != 0 && !(percent >= 0.1 && percent <= 100)) {
			throw new IllegalArgumentException("'maxOverhead' must be between 0.1 and 100, or 0, not " + percent);
		}
		this.maxOverheadPercent = percent;
		return this;
	}

	/**
	 * Sets how many samples of one type a minute may have. When there are more, they are
	 * taken less often, and each stands for more: what profiles tell is as exact as their
	 * number of samples, however much the application does. For types whose interval is
	 * no threshold: CPU, wall, allocation, lock, native lock and native memory.
	 * @param perMinute 500 to 10,000,000, 5000 by default, or 0 for no limit
	 * @return this builder
	 */
	public ProfilerBuilder maxSamples(int perMinute) {
		if (perMinute != 0 && !(perMinute >= 500 && perMinute <= 10_000_000)) {
			throw new IllegalArgumentException("'maxSamples' must be between 500 and 10000000, or 0, not " + perMinute);
		}
		this.maxSamples = perMinute;
		return this;
	}

	/**
	 * Sets whether samples are put down to the requests and other work they were taken
	 * in.
	 * @param enabled {@code true} by default
	 * @return this builder
	 */
	public ProfilerBuilder endpoints(boolean enabled) {
		this.endpoints = enabled;
		return this;
	}

	/**
	 * Sets how many endpoints have {@linkplain EndpointCounters counters} of their own.
	 * @param max 0 to 8192, 100 by default; the others are counted together, 0 for no
	 * counters
	 * @return this builder
	 */
	public ProfilerBuilder countedEndpoints(int max) {
		this.countedEndpoints = (int) between("countedEndpoints", max, 0, 8192);
		return this;
	}

	/**
	 * Sets the names of the labels that {@link ProfilerSpan#label(String, String)} takes.
	 * @param names at most ten names, none of which a label of the profiler's own has;
	 * none for the first ten that come
	 * @return this builder
	 */
	public ProfilerBuilder contextAttributes(List<String> names) {
		if (names.size() > SpanRecorder.MAX_ATTRIBUTES) {
			throw new IllegalArgumentException("'contextAttributes' must be at most " + SpanRecorder.MAX_ATTRIBUTES
					+ " names, not " + names.size());
		}
		for (String name : names) {
			if (!ProfilerSpan.isAllowed(name)) {
				throw new IllegalArgumentException(
						"'contextAttributes' must not hold names of the profiler's own labels, nor blank ones");
			}
		}
		this.contextAttributes = List.copyOf(names);
		return this;
	}

	/**
	 * For which events a window is captured by itself.
	 * @param change sets them
	 * @return this builder
	 */
	public ProfilerBuilder triggers(Consumer<TriggerSettings> change) {
		change.accept(this.triggers);
		return this;
	}

	/**
	 * How many captures of a service are kept.
	 * @param max 1 to 1000, 10 if not set
	 * @return this builder
	 */
	public ProfilerBuilder maxCaptures(int max) {
		this.maxCaptures = (int) between("max", max, 1, 1000);
		return this;
	}

	/**
	 * How much disk space one capture takes at most; it ends early when it would take
	 * more.
	 * @param bytes 1 MB to 1 GB, 32 MB if not set
	 * @return this builder
	 */
	public ProfilerBuilder captureMaxBytes(long bytes) {
		this.captureMaxBytes = between("bytes", bytes, 1024 * 1024, 1024L * 1024 * 1024);
		return this;
	}

	/**
	 * How long a capture may be.
	 * @param duration 1 s to 1 h, 5 minutes if not set
	 * @return this builder
	 */
	public ProfilerBuilder captureMaxDuration(Duration duration) {
		this.captureMaxDuration = between("duration", duration, Duration.ofSeconds(1), Duration.ofHours(1));
		return this;
	}

	/**
	 * How long captures are kept.
	 * @param age 1 minute to 365 days, 7 days if not set
	 * @return this builder
	 */
	public ProfilerBuilder captureMaxAge(Duration age) {
		this.captureMaxAge = between("age", age, Duration.ofMinutes(1), Duration.ofDays(365));
		return this;
	}

	/**
	 * Sets whether a running profiler stops, and delivers its last window, when the JVM
	 * does.
	 * @param shutdownHook {@code true} by default
	 * @return this builder
	 */
	public ProfilerBuilder shutdownHook(boolean shutdownHook) {
		this.shutdownHook = shutdownHook;
		return this;
	}

	/**
	 * Makes a profiler that {@link Profiler#start()} does not start.
	 * @param reason why; the status shows it
	 * @return this builder
	 */
	public ProfilerBuilder disabled(String reason) {
		this.disabledReason = reason;
		return this;
	}

	/**
	 * Notes a setting that could not be used; the status shows it.
	 * @param problem the setting, what is wrong with it, and the remedy
	 * @return this builder
	 */
	public ProfilerBuilder problem(String problem) {
		this.problems.add(problem);
		return this;
	}

	/**
	 * Builds a profiler that does not run yet.
	 * @return the profiler
	 * @throws ContradictorySettingsException if two settings cannot both hold and the
	 * profiler is not {@link #disabled(String) disabled}
	 */
	public Profiler build() {
		return new Profiler(settings());
	}

	ProfilerSettings settings() {
		if (this.disabledReason == null && isDelivered() && this.uploadPeriod.compareTo(this.storeMaxAge) > 0) {
			throw new ContradictorySettingsException(
					"dd.profiling.upload.period (" + text(this.uploadPeriod)
							+ ") is longer than dd.profiling.store.max-age (" + text(this.storeMaxAge)
							+ "), so that recordings would be deleted before they are uploaded.",
					"Shorten dd.profiling.upload.period or lengthen dd.profiling.store.max-age.");
		}
		DatadogSettings datadog = datadog();
		List<String> problems = new ArrayList<>(this.problems);
		problems.addAll(UploadWarnings.of(datadog));
		return new ProfilerSettings(this.service, this.env, this.version, allTags(), this.engine,
				this.rates.only(this.types), this.stackDepth, this.kernelFrames, this.libraryPath,
				new ProfilerSettings.Store(StoreDirectory.in(this.storeDirectory), this.storeMaxBytes, this.storeMaxAge,
						this.cutInterval, this.rollInterval),
				new ProfilerSettings.Upload(datadog, this.uploadPeriod, this.uploadTimeout, this.outputPrefix,
						this.maxBacklogAge, this.maxBacklogBytes, this.pyroscope, this.otlp, this.exporters),
				this.shutdownHook, this.disabledReason, problems, this.maxOverheadPercent / 100, this.maxSamples,
				new ProfilerSettings.Spans(this.endpoints, this.contextAttributes, this.countedEndpoints),
				new ProfilerSettings.Captures(this.maxCaptures, this.captureMaxBytes, this.captureMaxDuration,
						this.captureMaxAge),
				this.triggers);
	}

	private DatadogSettings datadog() {
		AgentSettings agent = new AgentSettings(this.uploadMode, this.profileUrl, this.agentUrl, this.agentHost,
				this.agentPort);
		AgentlessSettings direct = new AgentlessSettings(this.agentless, this.apiKey, this.site);
		return new DatadogSettings(agent, direct, transport(), this.payload, this.userService);
	}

	private TransportSettings transport() {
		HttpProxy proxy = (this.proxyHost != null)
				? new HttpProxy(this.proxyHost, this.proxyPort, this.proxyUsername, this.proxyPassword) : null;
		Supplier<SSLContext> trust = (this.trustStore != null)
				? new TrustStore(this.trustStore, this.trustStorePassword) : null;
		return new TransportSettings(proxy, (this.tls != null) ? this.tls : trust);
	}

	private Map<String, String> allTags() {
		Map<String, String> all = new LinkedHashMap<>(this.tags);
		if (this.gitMetadata) {
			new GitMetadata(this.gitCommitSha, this.gitRepositoryUrl).addTo(all,
					Thread.currentThread().getContextClassLoader());
		}
		return all;
	}

	private boolean isDelivered() {
		return this.uploadMode != UploadMode.NEVER || this.outputPrefix != null || this.pyroscope.url() != null
				|| this.otlp.url() != null || !this.exporters.isEmpty();
	}

	private ProfilerBuilder interval(ProfileType type, String name, Duration interval, Duration min, Duration max) {
		this.rates = this.rates.with(type, between(name, interval, min, max).toNanos());
		return this;
	}

	private ProfilerBuilder interval(ProfileType type, String name, long bytes) {
		this.rates = this.rates.with(type, between(name, bytes, 1024, 1024L * 1024 * 1024));
		return this;
	}

	private static String notBlank(String name, String value) {
		if (value.isBlank()) {
			throw new IllegalArgumentException("'" + name + "' must not be blank");
		}
		return value.strip();
	}

	static Duration between(String name, Duration value, Duration min, Duration max) {
		if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
			throw new IllegalArgumentException(
					"'" + name + "' must be between " + text(min) + " and " + text(max) + ", not " + text(value));
		}
		return value;
	}

	private static long between(String name, long value, long min, long max) {
		if (value < min || value > max) {
			throw new IllegalArgumentException(
					"'" + name + "' must be between " + min + " and " + max + ", not " + value);
		}
		return value;
	}

	private static String text(Duration duration) {
		long seconds = duration.getSeconds();
		if (seconds == 0 && duration.getNano() != 0) {
			return fraction(duration.getNano());
		}
		if (duration.getNano() != 0) {
			return duration.toString();
		}
		if (seconds == 0 || seconds % 60 != 0) {
			return seconds + "s";
		}
		return (seconds % 3600 == 0) ? seconds / 3600 + "h" : seconds / 60 + "m";
	}

	private static String fraction(int nanos) {
		if (nanos % 1000 != 0) {
			return nanos + "ns";
		}
		return (nanos % 1_000_000 == 0) ? nanos / 1_000_000 + "ms" : nanos / 1000 + "us";
	}

}
