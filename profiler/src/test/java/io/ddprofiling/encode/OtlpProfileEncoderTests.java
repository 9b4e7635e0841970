package io.ddprofiling.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.opentelemetry.proto.profiles.v1development.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class OtlpProfileEncoderTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private final ProfileSketch sketch = new ProfileSketch(EnumSet.allOf(ProfileType.class));

	@Test
	void writesTheMessageThatIsExpected() throws IOException {
		Profile profile = new ProfileSketch(EnumSet.of(ProfileType.CPU))
			.add(ProfileType.CPU, 3, 30_000_000,
					List.of(Label.of(LabelKey.THREAD_ID, 0), Label.of(LabelKey.THREAD_NAME, "http-1"),
							Label.of(LabelKey.TRACE_ID, TRACE), Label.of(LabelKey.SPAN_ID, 0xb7L)),
					"shop.Cart.sum:7", "main")
			.build();

		assertThat(read(profile).message().toString().replaceFirst(" *profile_id: .*\n", "")).isEqualTo("""
				resource_profiles {
				  resource {
				    attributes {
				      key: "service.name"
				      value {
				        string_value: "orders"
				      }
				    }
				    attributes {
				      key: "process.pid"
				      value {
				        int_value: 4242
				      }
				    }
				  }
				  scope_profiles {
				    scope {
				      name: "ddprofiling"
				      version: "1.0"
				    }
				    profiles {
				      sample_type {
				        type_strindex: 3
				        unit_strindex: 4
				      }
				      samples {
				        stack_index: 1
				        attribute_indices: 1
				        attribute_indices: 2
				        link_index: 1
				        values: 30000000
				      }
				      time_unix_nano: 1767225600000000000
				      duration_nano: 60000000000
				      period_type {
				        type_strindex: 3
				        unit_strindex: 4
				      }
				      period: 1000
				    }
				  }
				}
				dictionary {
				  mapping_table {
				  }
				  location_table {
				  }
				  location_table {
				    lines {
				      function_index: 1
				      line: 7
				    }
				  }
				  location_table {
				    lines {
				      function_index: 2
				    }
				  }
				  function_table {
				  }
				  function_table {
				    name_strindex: 5
				    system_name_strindex: 5
				    filename_strindex: 6
				  }
				  function_table {
				    name_strindex: 7
				    system_name_strindex: 7
				  }
				  link_table {
				    trace_id: "\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000"
				    span_id: "\\000\\000\\000\\000\\000\\000\\000\\000"
				  }
				  link_table {
				    trace_id: "\\n\\367e\\031\\026\\315C\\335\\204H\\353!\\034\\2001\\234"
				    span_id: "\\000\\000\\000\\000\\000\\000\\000\\267"
				  }
				  string_table: ""
				  string_table: "thread.id"
				  string_table: "thread.name"
				  string_table: "cpu"
				  string_table: "nanoseconds"
				  string_table: "shop.Cart.sum"
				  string_table: "shop/Cart.java"
				  string_table: "main"
				  attribute_table {
				  }
				  attribute_table {
				    key_strindex: 1
				    value {
				      int_value: 0
				    }
				  }
				  attribute_table {
				    key_strindex: 2
				    value {
				      string_value: "http-1"
				    }
				  }
				  stack_table {
				  }
				  stack_table {
				    location_indices: 1
				    location_indices: 2
				  }
				}
				""");
	}

	@Test
	void eachColumnIsAProfileExceptForWhatThePeriodTells() throws IOException {
		for (ProfileType type : ProfileType.values()) {
			this.sketch.add(type, 1, 2, "main");
		}

		assertThat(read(this.sketch.build()).types()).containsExactly("cpu/nanoseconds per 1000 cpu/nanoseconds",
				"wall/nanoseconds per 1001 wall/nanoseconds", "contentions/count per 1002 mutex/nanoseconds",
				"delay/nanoseconds per 1002 mutex/nanoseconds", "alloc_objects/count per 1003 memory/bytes",
				"alloc_space/bytes per 1003 memory/bytes", "inuse_objects/count per 1004 memory/bytes",
				"inuse_space/bytes per 1004 memory/bytes", "exceptions/count per 1005 exceptions/count",
				"native_contentions/count per 1006 native_mutex/nanoseconds",
				"native_delay/nanoseconds per 1006 native_mutex/nanoseconds",
				"native_alloc_objects/count per 1007 native_memory/bytes",
				"native_alloc_space/bytes per 1007 native_memory/bytes", "io_operations/count per 1008 io/nanoseconds",
				"io_time/nanoseconds per 1008 io/nanoseconds");
	}

	@ParameterizedTest
	@EnumSource
	void onlyWhatWasSampledIsWritten(ProfileType type) throws IOException {
		this.sketch.add(type, 3, 5, "shop.Cart.sum:7", "main");

		OtlpRequestReader request = read(this.sketch.build());

		assertThat(request.total(type.value().id())).isEqualTo((type.value() != type.count()) ? 5 : 3);
		assertThat(request.types()).allMatch((text) -> text.contains(" per " + ProfileSketch.interval(type) + " "));
	}

	@Test
	void sampleTellsItsWork() throws IOException {
		this.sketch.add(ProfileType.ALLOCATION, 1, 100,
				List.of(Label.of(LabelKey.THREAD_ID, 18), Label.of(LabelKey.THREAD_NATIVE_ID, 4711),
						Label.of(LabelKey.THREAD_NAME, "http-1"), Label.of(LabelKey.CLASS_NAME, "byte[]"),
						Label.of(LabelKey.ENDPOINT, "GET /orders/{id}"), Label.of(LabelKey.TRACE_TYPE, "web"),
						Label.of(LabelKey.SPAN_NAME, "price"), Label.of(LabelKey.SPAN_ID, -2),
						Label.of(LabelKey.LOCAL_ROOT_SPAN_ID, 5), Label.of(LabelKey.TRACE_ID, TRACE),
						Label.attribute("customer", "gold"), Label.attribute("thread.name", "not this")),
				"main");

		OtlpRequestReader request = read(this.sketch.build());
		Sample sample = request.profile("alloc_space").getSamples(0);

		assertThat(request.attributes(sample)).isEqualTo(Map.of("thread.id", 18L, "thread.name", "http-1", "class_name",
				"byte[]", "endpoint", "GET /orders/{id}", "span_name", "price", "customer", "gold"));
		assertThat(request.link(sample)).isEqualTo(TRACE + "/fffffffffffffffe");
	}

	@Test
	void sampleOfNoTraceHasNoLink() throws IOException {
		this.sketch.add(ProfileType.CPU, 1, 10, List.of(Label.of(LabelKey.SPAN_ID, 5)), "a")
			.add(ProfileType.CPU, 1, 10,
					List.of(Label.of(LabelKey.TRACE_ID, "not hexadecimal"), Label.of(LabelKey.SPAN_ID, 5)), "b")
			.add(ProfileType.CPU, 1, 10, List.of(Label.of(LabelKey.TRACE_ID, TRACE)), "c");

		OtlpRequestReader request = read(this.sketch.build());

		assertThat(request.profile("cpu").getSamplesList()).hasSize(3)
			.allMatch((sample) -> sample.getLinkIndex() == 0 && sample.getAttributeIndicesCount() == 0);
		assertThat(request.dictionary().getLinkTableCount()).isEqualTo(1);
	}

	@Test
	void samplesThatDifferInLeftOutLabelsOnlyAreOne() throws IOException {
		this.sketch.add(ProfileType.CPU, 1, 10, List.of(Label.of(LabelKey.THREAD_NATIVE_ID, 1)), "main")
			.add(ProfileType.CPU, 1, 20, List.of(Label.of(LabelKey.THREAD_NATIVE_ID, 2)), "main");

		assertThat(read(this.sketch.build()).profile("cpu").getSamplesList()).singleElement()
			.satisfies((sample) -> assertThat(sample.getValues(0)).isEqualTo(30));
	}

	@Test
	void stackWithoutFramesIsNone() throws IOException {
		this.sketch.add(ProfileType.CPU, 1, 10).add(ProfileType.CPU, 1, 20, "main");

		OtlpRequestReader request = read(this.sketch.build());

		assertThat(request.self("cpu")).isEqualTo(Map.of("", 10L, "main", 20L));
	}

	@Test
	void identifierIsTheSameForTheSameAndDiffersFromOthers() throws IOException {
		this.sketch.add(ProfileType.LOCK, 1, 10, "main");
		OtlpRequestReader first = read(this.sketch.build());
		OtlpRequestReader second = read(this.sketch.build());

		assertThat(first.profile("delay").getProfileId()).isEqualTo(second.profile("delay").getProfileId())
			.isNotEqualTo(first.profile("contentions").getProfileId());
		assertThat(first.profile("delay").getProfileId().size()).isEqualTo(16);
	}

	@Test
	void emptyProfileHasNoProfiles() throws IOException {
		assertThat(encoder().encode(this.sketch.build(), new ByteArrayOutputStream())).isZero();
		assertThat(read(this.sketch.build()).types()).isEmpty();
	}

	private static OtlpProfileEncoder encoder() {
		return new OtlpProfileEncoder(
				List.of(OtlpAttribute.of("service.name", "orders"), OtlpAttribute.of("process.pid", 4242)),
				"ddprofiling", "1.0", "run-1");
	}

	private static OtlpRequestReader read(Profile profile) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		int profiles = encoder().encode(profile, out);
		OtlpRequestReader request = OtlpRequestReader.parse(out.toByteArray());
		assertThat(request.scope().getProfilesCount()).isEqualTo(profiles);
		return request;
	}

}
