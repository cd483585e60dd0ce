package io.dreamcacher.server.http;

import static io.dreamcacher.server.TestService.detail;
import static io.dreamcacher.server.TestService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.server.TestService;
import io.dreamcacher.testkit.FakeSearchEncoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchControllerTest {
    private static final String SEARCH = "/api/v1/search";
    private static final String BOUNDARY = "----------picture";

    private final TestService service = TestService.start(32,
            new ServiceLimits(10_000, 1024 * 1024, 150, 16, 251_658_240, 200_000, 30));

    @BeforeAll
    void remember() {
        service.ask("a red boat");
        service.ask("a black cat");
        service.post("/api/v1/answers", """
                {"prompt": "a green boat", "width": 64, "height": 64}""");
    }

    @AfterAll
    void close() {
        service.close();
    }

    private static JsonNode results(HttpResponse<String> response) {
        return json(response).get("results");
    }

    @Test
    void byText_meaning_isNearestFirst() {
        JsonNode results = results(service.get(SEARCH + "?q=a+red+boat"));

        assertThat(results).hasSize(3);
        assertThat(results.get(0).get("prompt").asString()).isEqualTo("a red boat");
        assertThat(results.get(0).get("similarity").asDouble()).isGreaterThan(0.9)
                .isGreaterThan(results.get(1).get("similarity").asDouble());
        assertThat(results.get(0).get("path").asString())
                .isEqualTo("/api/v1/images/" + results.get(0).get("id").asString() + ".png");
    }

    @Test
    void byText_words_findsOnlyThose() {
        JsonNode results = results(service.get(SEARCH + "?q=cat&by=words"));

        assertThat(results).hasSize(1);
        assertThat(results.get(0).get("prompt").asString()).isEqualTo("a black cat");
    }

    @Test
    void byText_filtered_findsOnlyThatSizeAndModel() {
        JsonNode results = results(service.get(SEARCH + "?q=boat&size=64x64&model=fake"));

        assertThat(results).hasSize(1);
        assertThat(results.get(0).get("width").asInt()).isEqualTo(64);
        assertThat(results(service.get(SEARCH + "?q=boat&model=other"))).isEmpty();
    }

    @Test
    void byText_k_boundsTheResults() {
        assertThat(results(service.get(SEARCH + "?q=boat&k=2"))).hasSize(2);
    }

    @Test
    void byPicture_alone_isNearestFirst() throws IOException {
        HttpResponse<String> response = upload(png(FakeSearchEncoder.image("a black cat")), "");

        assertThat(results(response).get(0).get("prompt").asString()).isEqualTo("a black cat");
    }

    @Test
    void byPicture_inWebPOrTiff_isRead() {
        String webp = "UklGRh4AAABXRUJQVlA4TBEAAAAvB8ABAAdQjyIXpf+BiOh/AAA=";
        String tiff = "SUkqADAAAACAMgPCiBQSBwWEQeFQaGQmGwuHRGIROHxWJRaKReNRmORiPRuPwuAgCgAAAQMAAQAAAAgAAAABAQMAAQAAAAgAAAACAQMAAwAAAK4AAAADAQMAAQAAAAUAAAAGAQMAAQAAAAIAAAARAQQAAQAAAAgAAAAVAQMAAQAAAAMAAAAWAQMAAQAAAAgAAAAXAQQAAQAAACgAAAAcAQMAAQAAAAEAAAAAAAAACAAIAAgA";

        assertThat(results(upload(Base64.getDecoder().decode(webp), ""))).isNotEmpty();
        assertThat(results(upload(Base64.getDecoder().decode(tiff), ""))).isNotEmpty();
    }

    @Test
    void byPicture_inHeic_saysWhatItIs() {
        byte[] heic = "\0\0\0\30ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(detail(upload(heic, ""))).contains("HEIC").contains("save it as PNG or JPEG");
    }

    @Test
    void byPicture_withWords_weighsBoth() throws IOException {
        byte[] picture = png(FakeSearchEncoder.image("a red"));

        JsonNode results = results(upload(picture, field("q", "boat") + field("k", "1")));

        assertThat(results).hasSize(1);
        assertThat(results.get(0).get("prompt").asString()).isEqualTo("a red boat");
    }

    @Test
    void byPicture_notAPicture_isASentence() {
        HttpResponse<String> response = upload("hello".getBytes(StandardCharsets.UTF_8), "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(detail(response)).contains("PNG, JPEG, WebP, GIF, BMP or TIFF");
    }

    @Test
    void byPicture_hugePngHeader_isASentence() throws IOException {
        byte[] header = png(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
        byte[] side = {0, 0, 0x75, 0x30}; // 30,000
        System.arraycopy(side, 0, header, 16, 4);
        System.arraycopy(side, 0, header, 20, 4);
        CRC32 checksum = new CRC32();
        checksum.update(header, 12, 17);
        ByteBuffer.wrap(header).putInt(29, (int) checksum.getValue());

        HttpResponse<String> response = upload(header, "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(detail(response)).contains("30000x30000");
    }

    @Test
    void byPicture_tooLarge_isASentence() {
        HttpResponse<String> response = upload(new byte[300_000], "");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(detail(response)).contains("A body may have 200,000 bytes");
    }

    @Test
    void byPicture_noPicture_isASentence() {
        HttpResponse<String> response = service.send(service.request(SEARCH)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofString(field("q", "x") + "--" + BOUNDARY + "--\r\n")));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(detail(response)).isEqualTo("The form must have a file field \"image\".");
    }

    @ParameterizedTest
    @ValueSource(strings = {SEARCH + "?q=a%00b", SEARCH + "?by=words&q=a%00b", SEARCH + "?q=a&model=%00",
            "/api/v1/suggestions?q=%00"})
    void get_nulInAText_isRefused(String path) {
        HttpResponse<String> response = service.get(path);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(detail(response)).contains("must not hold the character NUL (U+0000)");
    }

    private HttpResponse<String> upload(byte[] file, String fields) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(fields.getBytes(StandardCharsets.UTF_8));
        body.writeBytes("--%s\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\n"
                .formatted(BOUNDARY)
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        body.writeBytes("\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8));
        return service.send(service.request(SEARCH)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static String field(String name, String value) {
        return "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(BOUNDARY, name, value);
    }

    private static byte[] png(BufferedImage picture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, "png", out)).isTrue();
        return out.toByteArray();
    }
}
