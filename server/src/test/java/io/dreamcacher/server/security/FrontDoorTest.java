package io.dreamcacher.server.security;

import static io.dreamcacher.server.TestService.detail;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.server.RawHttp;
import io.dreamcacher.server.TestService;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.apache.catalina.Context;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrontDoorTest {
    private static final String BODY = """
            {"prompt": "a boat"}""";

    private final TestService service = TestService.start();

    @AfterAll
    void close() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/stats", "/api/v1/nothing", "/api/v1/search"})
    void anyResponse_hasTheSecurityHeaders(String path) {
        HttpResponse<String> response = service.get(path);

        assertThat(response.headers().firstValue("Content-Security-Policy")).contains(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }

    @ParameterizedTest
    @CsvSource({"localhost, 200", "localhost:1234, 200", "127.0.0.1:7860, 200", "[::1]:7860, 200", "LOCALHOST, 200",
            "evil.example, 421", "evil.example:7860, 421", "localhost.evil.example, 421", "10.0.0.1, 421"})
    void anyRequest_byAForeignName_isRefused(String host, int status) throws IOException {
        String response = RawHttp.send(service.address(),
                "GET /api/v1/stats HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host));

        assertThat(response).startsWith("HTTP/1.1 %d ".formatted(status));
    }

    @ParameterizedTest
    @CsvSource({"same-origin, 200", "none, 200", "same-site, 403", "cross-site, 403"})
    void unsafeMethod_fromAnotherSite_isRefused(String site, int status) {
        HttpResponse<String> response = service
                .send(service.posting("/api/v1/answers", BODY).header("Sec-Fetch-Site", site));

        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void unsafeMethod_ownOrigin_passes() {
        HttpResponse<String> response = service
                .send(service.posting("/api/v1/answers", BODY).header("Origin", service.address().toString()));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://127.0.0.1:1", "null"})
    void unsafeMethod_foreignOrigin_isRefused(String origin) {
        HttpResponse<String> response = service
                .send(service.posting("/api/v1/answers", BODY).header("Origin", origin));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(detail(response)).contains("the request came from another site");
    }

    @Test
    void safeMethod_fromAnotherSite_passes() {
        assertThat(service.send(service.request("/api/v1/stats").header("Sec-Fetch-Site", "cross-site")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void filters_all_comeAfterIt() {
        WebServerApplicationContext application = (WebServerApplicationContext) service.context();
        TomcatWebServer tomcat = (TomcatWebServer) Objects.requireNonNull(application.getWebServer());
        Context tomcats = (Context) tomcat.getTomcat().getHost().findChildren()[0];

        assertThat(tomcats.findFilterMaps()).extracting(FilterMap::getFilterName).first().isEqualTo("frontDoor");
    }

    /** A form that is read before the door is open could have any length. */
    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void form_ofAnotherMethod_isNotReadBeforeTheDoor(String method) {
        HttpResponse<String> response = service.send(service.request("/api/v1/answers/unknown")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, BodyPublishers.ofString("a=%zz")));

        assertThat(response.statusCode()).isEqualTo(method.equals("DELETE") ? 404 : 405);
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void form_longerThanAllowed_isRefused(String method) {
        byte[] body = new byte[ServiceLimits.USUAL.uploadBytes() + 1];

        HttpResponse<String> response = service.send(service.request("/api/v1/answers/unknown")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, BodyPublishers.ofByteArray(body)));

        assertThat(response.statusCode()).isEqualTo(413);
    }
}
