# syntax=docker/dockerfile:1
# The sample app as an image; for an application of your own, change JAR.
#
#   ./mvnw -pl sample-app -am package -DskipTests
#   docker build -t shop:1.0.0 .
#   docker build -t shop:1.0.0-native-library --target native-library .

FROM eclipse-temurin:17-jdk AS build
ARG JAR=sample-app/target/ddprofiling-sample-app-0.1.0-SNAPSHOT-exec.jar
WORKDIR /build
COPY ${JAR} application.jar
RUN java -Djarmode=tools -jar application.jar extract --layers --destination layers

# The native library, for file systems nothing can be executed from, and the copy of it that
# records exceptions: a file of its own, as one file is loaded only once.
FROM build AS library
RUN case "$(uname -m)" in x86_64) platform=linux-x64 ;; aarch64) platform=linux-arm64 ;; *) exit 1 ;; esac \
    && jar --extract --file layers/dependencies/lib/async-profiler-*.jar "$platform/libasyncProfiler.so" \
    && mkdir ddprofiling \
    && mv "$platform/libasyncProfiler.so" ddprofiling/ \
    && cp ddprofiling/libasyncProfiler.so ddprofiling/libExceptionProfiler.so

FROM eclipse-temurin:17-jre AS application
# any name will do; the manifest names the user by its number, which runAsNonRoot needs
RUN groupadd --gid 10001 shop && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin shop
WORKDIR /app
# what changes least comes first
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
USER 10001:10001
EXPOSE 8080 8081
# in this form, so that the JVM is the process that gets the signal to end
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-jar", "application.jar"]

FROM application AS native-library
COPY --from=library /build/ddprofiling/ /opt/ddprofiling/

# the last stage is what is built without --target
FROM application
