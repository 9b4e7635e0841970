package io.ddprofiling.jfr;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FrameNamesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					java/lang/String                                                      | java.lang.String
					com/shop/Cart$Item                                                    | com.shop.Cart$Item
					com/shop/Cart$1                                                       | com.shop.Cart$1
					com/shop/Accessor2                                                    | com.shop.Accessor2
					Main                                                                  | Main
					com/shop/Cart$$Lambda$14.0x0000000800c03000                           | com.shop.Cart$$Lambda
					com/shop/Cart$$Lambda$14/0x0000000800c03000                           | com.shop.Cart$$Lambda
					com/shop/Cart$$Lambda$14+0x0000000800c03000                           | com.shop.Cart$$Lambda
					com/shop/Cart$$Lambda$14                                              | com.shop.Cart$$Lambda
					com/shop/Cart$$Lambda+0x00007f1234abcdef                              | com.shop.Cart$$Lambda
					com/shop/Cart$$Lambda.0x00007f1234abcdef                              | com.shop.Cart$$Lambda
					com/shop/Cart$$Lambda/0x00007f1234abcdef                              | com.shop.Cart$$Lambda
					com/shop/Cart$Item$$Lambda$2.0x0000000800c03000                       | com.shop.Cart$Item$$Lambda
					java/lang/invoke/LambdaForm$MH.0x0000000800c05800                     | java.lang.invoke.LambdaForm$MH
					java/lang/invoke/LambdaForm$DMH+0x00007f1234abcdef                    | java.lang.invoke.LambdaForm$DMH
					java/lang/invoke/LambdaForm$MH/0x0000000800c05800                     | java.lang.invoke.LambdaForm$MH
					java/lang/invoke/LambdaForm$MH$7                                      | java.lang.invoke.LambdaForm$MH
					com/shop/Hidden.0x0000000800c05800                                    | com.shop.Hidden
					com/shop/Hidden+0x00007f1234abcdef                                    | com.shop.Hidden
					jdk/internal/reflect/GeneratedMethodAccessor12                        | jdk.internal.reflect.GeneratedMethodAccessor
					jdk/internal/reflect/GeneratedConstructorAccessor3                    | jdk.internal.reflect.GeneratedConstructorAccessor
					jdk/internal/reflect/GeneratedSerializationConstructorAccessor1 | jdk.internal.reflect.GeneratedSerializationConstructorAccessor
					$Proxy12                                                              | $Proxy
					com/sun/proxy/$Proxy12                                                | com.sun.proxy.$Proxy
					com/shop/$Proxy7                                                      | com.shop.$Proxy
					jdk/proxy2/$Proxy3                                                    | jdk.proxy.$Proxy
					com/shop/Cart$$SpringCGLIB$$0                                         | com.shop.Cart$$SpringCGLIB$$
					com/shop/Cart$$SpringCGLIB$$FastClass$$1                              | com.shop.Cart$$SpringCGLIB$$FastClass$$
					com/shop/Cart$$EnhancerBySpringCGLIB$$1a2b3c4d                        | com.shop.Cart$$EnhancerBySpringCGLIB$$
					com/shop/Cart$$FastClassBySpringCGLIB$$1a2b3c4d                       | com.shop.Cart$$FastClassBySpringCGLIB$$
					[B                                                                    | byte[]
					[[J                                                                   | long[][]
					[Z                                                                    | boolean[]
					[Ljava/lang/Object;                                                   | java.lang.Object[]
					[[Ljava/lang/String;                                                  | java.lang.String[][]
					[Lcom/shop/Cart$$Lambda$14.0x0000000800c03000;                        | com.shop.Cart$$Lambda[]
					""")
	void classNameIsDottedAndWithoutNumbersOfTheRun(String symbol, String name) {
		assertThat(FrameNames.className(symbol.getBytes(StandardCharsets.UTF_8))).isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			run                                                                   | run
			<init>                                                                | <init>
			lambda$main$3                                                         | lambda$main
			lambda$new$0                                                          | lambda$new
			lambda$static$12                                                      | lambda$static
			lambda$a$b$1                                                          | lambda$a$b
			lambda$0                                                              | lambda$0
			access$000                                                            | access$000
			value$3                                                               | value$3
			""")
	void methodNameIsWithoutTheNumberOfALambda(String method, String name) {
		assertThat(FrameNames.methodName(method)).isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			java.lang.String                                                      | java/lang/String.java
			com.shop.Cart$Item                                                    | com/shop/Cart.java
			com.shop.Cart$Item$$Lambda                                            | com/shop/Cart.java
			Main                                                                  | Main.java
			$Proxy                                                                | $Proxy.java
			jdk.proxy.$Proxy                                                      | jdk/proxy/$Proxy.java
			""")
	void fileIsNamedAfterTheOutermostClass(String className, String file) {
		assertThat(FrameNames.file(className)).isEqualTo(file);
	}

}
