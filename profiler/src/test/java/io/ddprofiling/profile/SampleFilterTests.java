package io.ddprofiling.profile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SampleFilterTests {

	@ParameterizedTest
	@CsvSource({ "http-1,http-1,true", "http-1,http-10,false", "http-*,http-10,true", "http-*,xhttp-1,false",
			"*-1,http-1,true", "*-1,http-10,false", "*tt*,http-1,true", "*x*,http-1,false", "*,http-1,true",
			"**,http-1,true", "h*1,http-1,false", "h*1,h*1,true" })
	void threadIsFoundByItsNameOrAnEndOfIt(String wanted, String name, boolean found) {
		assertThat(new SampleFilter(null, wanted, null).wantsThread(name)).isEqualTo(found);
	}

	@Test
	void onlyAllLeavesNothingOut() {
		assertThat(SampleFilter.ALL.leavesOut()).isFalse();
		assertThat(new SampleFilter(null, null, null).leavesOut()).isFalse();
		assertThat(new SampleFilter("GET /", null, null).leavesOut()).isTrue();
		assertThat(new SampleFilter(null, "main", null).leavesOut()).isTrue();
		assertThat(new SampleFilter(null, null, "0".repeat(32)).leavesOut()).isTrue();
	}

}
