package io.ddprofiling.jfr;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SymbolsTests {

	private final Symbols symbols = new Symbols();

	@Test
	void equalNamesHaveOneNumber() {
		for (int i = 0; i < 10_000; i++) {
			assertThat(number("shop/Cart" + i)).isEqualTo(i + 1);
		}

		assertThat(number("shop/Cart5000")).isEqualTo(5001);
		assertThat(this.symbols.text(5001)).isEqualTo("shop/Cart5000");
		assertThat(this.symbols.className(5001)).isEqualTo("shop.Cart5000");
	}

	@Test
	void emptyNameIsNone() {
		assertThat(number("")).isEqualTo(Symbols.NONE);
	}

	@Test
	void comparesWithBytes() {
		int cart = number("cart");
		byte[] bytes = "a cart".getBytes(StandardCharsets.UTF_8);

		assertThat(this.symbols.is(cart, bytes, 2, 4)).isTrue();
		assertThat(this.symbols.is(cart, bytes, 1, 4)).isFalse();
		assertThat(this.symbols.is(Symbols.NONE, bytes, 0, 1)).isFalse();
	}

	private int number(String name) {
		byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
		return this.symbols.number(bytes, 0, bytes.length);
	}

}
