package io.ddprofiling;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TagsTests {

	@ParameterizedTest
	@ValueSource(strings = { "team:shop,az:eu-1a", " team:shop , az:eu-1a ,", "team:shop az:eu-1a",
			"\tteam:shop\n az:eu-1a ", "team: shop,az :eu-1a" })
	void pairsAreSeparatedByCommasOrBlanks(String text) {
		assertThat(Tags.parse(text)).containsExactly(Map.entry("team", "shop"), Map.entry("az", "eu-1a"));
	}

	@Test
	void blanksBelongToTheValueIfThereAreCommas() {
		assertThat(Tags.parse("team:the shop,az:eu")).containsEntry("team", "the shop");
	}

	@Test
	void valueMayHoldColons() {
		assertThat(Tags.parse("url:http://x:80/y")).containsExactly(Map.entry("url", "http://x:80/y"));
	}

	@Test
	void laterValueWins() {
		assertThat(Tags.parse("a:1,a:2")).containsExactly(Map.entry("a", "2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ",", ",,", "novalue", ":", ":value", "key:", "key: ,other", " :x" })
	void whatIsNoPairIsLeftOut(String text) {
		assertThat(Tags.parse(text)).isEmpty();
	}

}
