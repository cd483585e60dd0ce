package io.dreamcacher.server;

import static io.dreamcacher.server.TestService.detail;
import static io.dreamcacher.server.TestService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.api.ServiceLimits;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestsTest {
    private static final String ANSWERS = "/api/v1/answers";

    private final TestService service = TestService.start();

    @AfterAll
    void close() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{                                          | 400 | The body must be JSON",
            "[]                                         | 400 | The body must be one JSON object",
            "                                           | 400 | The body must be one JSON object, but there is none.",
            "{\"prompt\":\"x\"} y                       | 400 | The body must be JSON",
            "{}                                         | 400 | The field \"prompt\" must be given",
            "{\"prompt\":\"x\",\"promt\":\"y\"}         | 400 | The field \"promt\" is not known here; known are budget, conditioning, count, guidanceScale",
            "{\"prompt\":\"x\",\"prompt\":\"y\"}        | 400 | The body must be JSON",
            "{\"prompt\":1}                             | 400 | The field \"prompt\" must be a text in quotes",
            "{\"prompt\":\"x\",\"steps\":\"20\"}        | 400 | The field \"steps\" must be a whole number",
            "{\"prompt\":\"x\",\"steps\":1.5}           | 400 | The field \"steps\" must be a whole number",
            "{\"prompt\":\"x\",\"seed\":1e40}           | 400 | The field \"seed\" must be a whole number",
            "{\"prompt\":\"x\",\"memory\":\"SOME\"}     | 400 | The field \"memory\" must be one of READ_AND_REMEMBER, REMEMBER_ONLY, NONE",
            "{\"prompt\":\"x\",\"steps\":0}             | 400 | steps must be from 1 to",
            "{\"prompt\":\"x\",\"steps\":151}           | 400 | steps may be 150 at most here, but is 151.",
            "{\"prompt\":\"x\",\"guidanceScale\":NaN}   | 400 | The body must be JSON",
            "{\"prompt\":\"x\",\"guidanceScale\":-1}    | 400 | guidanceScale must be a number from 0 to 100, but -1.0",
            "{\"prompt\":\"x\",\"width\":130}           | 400 | multiples of 8, but 130x128",
            "{\"prompt\":\"x\",\"width\":0}             | 400 | at least 1x1 pixels",
            "{\"prompt\":\"x\",\"width\":8200}          | 400 | A picture may have 1,048,576 pixels here, but 8200x128 has 1,049,600",
            "{\"prompt\":\"x\",\"count\":0}             | 400 | must be from 1 to 64, but 0",
            "{\"prompt\":\"x\",\"count\":17}            | 400 | count may be 16 at most here, but is 17.",
            "{\"prompt\":\"x\",\"scheduler\":\"magic\"} | 400 | one of ddim, euler, lms, pndm, but \"magic\" was",
            "{\"prompt\":\"x\",\"seed\":1,\"variation\":true} | 400 | has a seed or is a variation",
            "{\"prompt\":\"a \\ud83d boat\"}        | 400 | prompt must be whole characters, but holds half of one (the lone surrogate U+D83D) as its character 3.",
            "{\"prompt\":\"\\udc3b\\ud83d\"}        | 400 | prompt must be whole characters",
            "{\"prompt\":\"a\\u0000\"}              | 400 | prompt must not hold the character NUL (U+0000)",
            "{\"prompt\":\"x\",\"negativePrompt\":\"\\ud83d\"} | 400 | negativePrompt must be whole characters",
            "{\"prompt\":\"x\",\"negativePrompt\":\"\\u0000\"} | 400 | negativePrompt must not hold",
            "{\"prompt\":\"x\",\"model\":\"\\ud83d\"} | 400 | model must be whole characters",
            "{\"prompt\":\"x\",\"scheduler\":\"\\u0000\"} | 400 | scheduler must not hold",
            "{\"prompt\":\"x\",\"conditioning\":{\"variationSeed\":-1}} | 400 | variationSeed must be a certain seed",
            "{\"prompt\":\"x\",\"conditioning\":{\"eta\":2}} | 400 | eta must be from 0 to 1, but 2.0",
            "{\"prompt\":\"x\",\"conditioning\":{\"clipSkip\":99}} | 400 | clipSkip must be from 0 to 24, but 99",
            "{\"prompt\":\"x\",\"conditioning\":{\"promptSyntax\":\"ODD\"}} | 400 | must be one of PLAIN, WEIGHTED",
            "{\"prompt\":\"x\",\"conditioning\":{\"variationStrength\":0.1}} | 400 | variationStrength says nothing without variationSeed",
            "{\"prompt\":\"x\",\"start\":{}}          | 400 | The field \"start.picture\" must be given.",
            "{\"prompt\":\"x\",\"start\":{\"picture\":\"AAAA\"}} | 400 | start.picture",
            "{\"prompt\":\"x\",\"model\":\"other\"}     | 404 | must be one this service offers (fake, second), but \"other\""})
    void ask_badBody_isASentence(String body, int status, String sentence) {
        HttpResponse<String> response = service.post(ANSWERS, body == null ? "" : body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(detail(response)).contains(sentence).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(json(response).get("status").asInt()).isEqualTo(status);
        assertThat(service.generator.started()).isZero();
    }

    @Test
    void ask_hundredKilobytePrompt_isASentence() {
        HttpResponse<String> response = service.post(ANSWERS, "{\"prompt\": \"%s\"}".formatted("x".repeat(100_000)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(detail(response)).contains("The length of prompt may be 10,000 at most here, but is 100,000.");
    }

    @Test
    void ask_otherMediaType_isASentence() {
        HttpResponse<String> response = service
                .send(service.posting(ANSWERS, "prompt=x").setHeader("Content-Type", "text/plain"));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(detail(response)).contains("application/json").contains("text/plain");
    }

    @Test
    void ask_otherMethod_isASentence() {
        HttpResponse<String> response = service.get(ANSWERS);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
        assertThat(detail(response)).contains("GET is not possible at this address; possible: POST.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/api/v1/search                          | 400 | The parameter \"q\" must be given.",
            "/api/v1/search?q=+                      | 400 | q, what to look for, must have a word",
            "/api/v1/search?q=x&k=-1                 | 400 | k, the number of results, must be from 1 to 1,000, but -1",
            "/api/v1/search?q=x&k=many               | 400 | The parameter \"k\" must be a whole number, but \"many\" was given.",
            "/api/v1/search?q=x&by=smell             | 400 | by must be \"meaning\" or \"words\", but \"smell\"",
            "/api/v1/search?q=x&size=big             | 400 | A size is written WIDTHxHEIGHT",
            "/api/v1/suggestions?q=x&k=0             | 400 | k, the number of suggestions, must be from 1 to 100, but 0",
            "/api/v1/generations?limit=0             | 400 | limit must be from 1 to 1,000, but 0",
            "/api/v1/generations/x                   | 400 | The id of a picture is 20 characters",
            "/api/v1/generations/aaaaaaaaaaaaaaaaaaaa | 404 | There is no picture of the name aaaaaaaaaaaaaaaaaaaa",
            "/api/v1/images/aaaaaaaaaaaaaaaaaaaa.png | 404 | There is no picture of the name aaaaaaaaaaaaaaaaaaaa",
            "/api/v1/images/..%2F..%2Fpasswd.png     | 400 | The request is not well-formed HTTP",
            "/api/v1/nothing                         | 404 | There is nothing at /api/v1/nothing"})
    void get_badAddress_isASentence(String path, int status, String sentence) {
        HttpResponse<String> response = service.get(path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(detail(response)).contains(sentence);
    }

    @Test
    void post_longerThanAllowed_isRefused() {
        byte[] body = new byte[ServiceLimits.USUAL.uploadBytes() + 1];

        HttpResponse<String> response = service.send(service.request(ANSWERS)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(detail(response)).contains("A body may have 16,777,216 bytes");
    }

    @Test
    void post_longerThanAllowedInChunks_isRefused() {
        byte[] body = ("{\"prompt\": \"" + "x".repeat(ServiceLimits.USUAL.uploadBytes()))
                .getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> response = service.send(service.request(ANSWERS)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(detail(response)).contains("A body may have 16,777,216 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "application/xml | The answer at this address is application/json, but Accept does not allow it.",
            "nonsense        | Accept must be a media type such as application/json, but cannot be read as one."})
    void get_acceptNothingThatIsThere_isASentence(String accept, String sentence) {
        HttpResponse<String> response = service.send(service.request("/api/v1/stats").header("Accept", accept));

        assertThat(response.statusCode()).isEqualTo(406);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(detail(response)).contains(sentence);
    }

    @Test
    void ask_nonsenseMediaType_isASentence() {
        HttpResponse<String> response = service
                .send(service.posting(ANSWERS, "{}").setHeader("Content-Type", "nonsense"));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(detail(response))
                .contains("The body must be application/json, but its Content-Type is missing or unreadable.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=%zz", "q=%", "q=a&k=%e4%"})
    void search_brokenEscape_isASentence(String query) throws IOException {
        String response = RawHttp.send(service.address(),
                "GET /api/v1/search?%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(query));

        assertThat(response).startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .contains("The parameters must be well-formed")
                .doesNotContain("a defect");
    }

    @Test
    void askForm_brokenEscape_isASentence() {
        HttpResponse<String> response = service.send(form("prompt=%zz"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(detail(response)).contains("The parameters must be well-formed");
    }

    @Test
    void askForm_tooManyFields_isASentence() {
        HttpResponse<String> response = service.send(form("a=b&".repeat(20_000)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(detail(response)).contains("and few enough");
    }

    @Test
    void askForm_longerThanAllowedInChunks_isRefused() {
        byte[] body = ("prompt=" + "x".repeat(ServiceLimits.USUAL.uploadBytes())).getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> response = service.send(service.request("/ask")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(detail(response)).contains("A body may have 16,777,216 bytes");
    }

    /** As much as any other body, so that the sentence above is true of forms too. */
    @Test
    void askForm_threeMegabytes_isRead() {
        HttpResponse<String> response = service.send(form("prompt=" + "x".repeat(3 << 20)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("The length of prompt may be 10,000 at most here, but is 3,145,728.");
    }

    private HttpRequest.Builder form(String body) {
        return service.request("/ask")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"prompts\":[null]}", "{\"prompts\":null}", "{}"})
    void prompts_nothingInTheList_isASentence(String body) {
        HttpResponse<String> response = service.send(service.posting("/api/v1/prompts", body)
                .header("Authorization", "Bearer " + TestService.TOKEN));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(detail(response)).contains("The field \"prompts\" must be a list of texts");
    }

    @Test
    void anything_malformed_isAProblem() throws IOException {
        assertThat(RawHttp.send(service.address(), "GET /%%% HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .contains("not well-formed HTTP")
                .doesNotContain("Tomcat")
                .doesNotContain("<html");
    }

    @Test
    void anything_withTooManyHeaders_isASentenceThatSaysSo() throws IOException {
        assertThat(RawHttp.send(service.address(), "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: "
                + "a".repeat(9000) + "\r\n\r\n")).startsWith("HTTP/1.1 400").contains("more than 8 KiB together");
    }

    @Test
    void ask_compressedBody_isRefusedByItsEncoding() {
        HttpResponse<String> response = service
                .send(service.posting(ANSWERS, "{\"prompt\":\"a boat\"}").header("Content-Encoding", "gzip"));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(detail(response)).contains("Content-Encoding says \"gzip\"");
    }
}
