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
					com/shop/Opcode_0x1f                                                  | com.shop.Opcode_0x1f
					com/shop/Cart$Proxy2                                                  | com.shop.Cart$Proxy2
					com/shop/Cart$Hibernate$Item                                          | com.shop.Cart$Hibernate$Item
					com/shop/ByteBuddy$Item                                               | com.shop.ByteBuddy$Item
					com/shop/Cart$1Local                                                  | com.shop.Cart$1Local
					java/lang/invoke/LambdaForm$BasicType                                 | java.lang.invoke.LambdaForm$BasicType
					java/lang/invoke/BoundMethodHandle$Species_LLI                        | java.lang.invoke.BoundMethodHandle$Species_LLI
					com.shop.Cart$$Lambda$59+0x800000060/1800890735                       | com.shop.Cart$$Lambda
					com.shop.Cart$$Lambda$217+0x00007ff8744a38d8/667237426                | com.shop.Cart$$Lambda
					java.lang.invoke.LambdaForm$DMH+0x00007f2b4c0c1000/1161667116         | java.lang.invoke.LambdaForm$DMH
					com.shop.Hidden+0x00007f2b4c0c1000/1161667116                         | com.shop.Hidden
					com.shop.Hidden/0x00007f22e4691000                                    | com.shop.Hidden
					com/shop/Hidden_0x000000001b509800$$Lambda.0x00007f22e4691000         | com.shop.Hidden$$Lambda
					java.lang.String$$StringConcat/0x00007f22e4691000                     | java.lang.String$$StringConcat
					jdk/MHProxy1/Supplier.0x00007f22e4691000                              | jdk.MHProxy.Supplier
					com/sun/proxy/jdk/proxy2/$Proxy107                                    | com.sun.proxy.jdk.proxy.$Proxy
					com/shop/Cart$$EnhancerBySpringCGLIB$$1a2b3c4d$$FastClassBySpringCGLIB$$f1 | com.shop.Cart$$EnhancerBySpringCGLIB$$$$FastClassBySpringCGLIB$$
					com/shop/Cart$$EnhancerByCGLIB$$e22dc9a3                              | com.shop.Cart$$EnhancerByCGLIB$$
					com/shop/Cart$$EnhancerByCGLIB$$e22dc9a3_2                            | com.shop.Cart$$EnhancerByCGLIB$$
					com/shop/Cart$$EnhancerByGuice$$1b2c3d4                               | com.shop.Cart$$EnhancerByGuice$$
					com/shop/Cart$ByteBuddy$qe8BkirZ                                      | com.shop.Cart$ByteBuddy
					com/shop/Cart$ByteBuddy$ib8gcenb$auxiliary$9aYfEm0Q                   | com.shop.Cart$ByteBuddy$auxiliary
					net/bytebuddy/renamed/java/lang/Object$ByteBuddy$8a2aXevM             | net.bytebuddy.renamed.java.lang.Object$ByteBuddy
					com/shop/Cart$HibernateProxy$aB3dE                                    | com.shop.Cart$HibernateProxy
					com/shop/Cart$HibernateProxy                                          | com.shop.Cart$HibernateProxy
					com/shop/Cart$HibernateAccessOptimizer$aB3dE9xZ                       | com.shop.Cart$HibernateAccessOptimizer
					com/shop/Cart$MockitoMock$1234567                                     | com.shop.Cart$MockitoMock
					com/shop/Cart$MockitoMock$7GZ9DSPo                                    | com.shop.Cart$MockitoMock
					com/shop/Cart_$$_jvst3a4_0                                            | com.shop.Cart_$$_jvst
					com/shop/Cart_$$_javassist_12                                         | com.shop.Cart_$$_javassist_
					org/springframework/expression/spel/generated/CompiledExpression00012 | org.springframework.expression.spel.generated.CompiledExpression
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
			lambda$main$d63682a$1                                                 | lambda$main$d63682a
			CGLIB$inner$0                                                         | CGLIB$inner
			CGLIB$value2$11                                                       | CGLIB$value2
			CGLIB$STATICHOOK5                                                     | CGLIB$STATICHOOK
			CGLIB$findMethodProxy                                                 | CGLIB$findMethodProxy
			CGLIB$SET_THREAD_CALLBACKS                                            | CGLIB$SET_THREAD_CALLBACKS
			hello$accessor$mklo47zh                                               | hello$accessor
			run$original$8VUCGn4t$accessor$UY1X9aUc                               | run$original$accessor
			""")
	void methodNameIsWithoutNumbersOfTheRun(String method, String name) {
		assertThat(FrameNames.methodName(method)).isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			memcpy                                                                | memcpy
			operator/                                                             | operator/
			std::array<int, 12345678ul>::at                                       | std::array<int, 12345678ul>::at
			/usr/lib/x86_64-linux-gnu/libz.so.1.2.13                              | libz.so.1.2.13
			/tmp/run-15398-3507713810985494440/libX-5277676927512595704.so (deleted) | libX.so
			/tmp/snappy-1.1.10-3f2b8c1e-0d4a-4b6e-9c7f-1a2b3c4d5e6f-libsnappyjava.so | snappy-1.1.10-libsnappyjava.so
			/tmp/libnetty_epoll_x86_641234567890123456789.so                      | libnetty_epoll_x86.so
			""")
	void nativeNameIsWithoutTheDirectoryAndTheNumberOfAnExtractedLibrary(String symbol, String name) {
		assertThat(FrameNames.nativeName(symbol)).isEqualTo(name);
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
