package io.dreamcacher.collections.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class DownloaderTest {
    private static final ImageForm AS_IT_IS = new ImageForm(ImageForm.Resize.NO, 256, 95);
    private static final DownloadLimits LIMITS = new DownloadLimits(8, 8, 2, Duration.ofSeconds(20), 1 << 20,
            64_000_000,
            10_000);
    private static final DownloadLimits SHORT = new DownloadLimits(8, 8, 0, Duration.ofMillis(300), 1 << 20, 64_000_000,
            10_000);
    private static final String GOOD = "http://a.example/good.png";

    @TempDir
    private Path folder;

    private final NoPauses waiting = new NoPauses();
    private HostileServer server;
    private ImageForm form = AS_IT_IS;
    private DownloadLimits limits = LIMITS;
    private Manners manners = Manners.USUAL;
    private boolean retryFailed;

    @BeforeEach
    void start() throws IOException {
        server = HostileServer.start();
        server.on(GOOD, SamplePictures.png(20, 10));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private DownloadTally download(String... links) throws IOException {
        Path list = folder.resolve("links.txt");
        Files.writeString(list, String.join("\n", links));
        return download(new LinkFile(list, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private DownloadTally download(LinkFile links) {
        return new Downloader(new DownloadPlan(links, folder.resolve("pictures"), form, limits, manners, retryFailed),
                server.web(waiting), Phase.Watch.NOBODY).run(progress -> {});
    }

    private Path picture(String name) {
        return folder.resolve("pictures").resolve(name);
    }

    /** Why the first link came to nothing. */
    private JsonNode failure() throws IOException {
        return JsonMapper.shared().readTree(Files.readAllLines(picture("00000_failed.jsonl")).getFirst());
    }

    private void assertFails(String link, String status, String message) throws IOException {
        DownloadTally tally = download(link);

        assertThat(failure().get("error_message").stringValue()).isEqualTo(message);
        assertThat(failure().get("status").stringValue()).isEqualTo(status);
        assertThat(tally.reasons()).containsOnlyKeys(message);
        assertThat(picture("00000").toFile().list()).isEmpty();
    }

    private void assertNotDownloaded(String link, String message) throws IOException {
        assertFails(link, "failed_to_download", message);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void run_aPicture_isStoredAsImg2datasetDoes() throws IOException {
        byte[] png = SamplePictures.png(20, 10);

        DownloadTally tally = download("row-7\t" + GOOD + "\tein Größenvergleich");

        assertThat(tally.outcomes()).isEqualTo(new DownloadTally.Outcomes(1, 0, 0, 0, 0));
        assertThat(tally.bytes()).isEqualTo(png.length);
        assertThat(tally.hosts()).containsOnlyKeys("a.example");
        assertThat(Files.readAllBytes(picture("00000/000000000.png"))).isEqualTo(png);
        assertThat(picture("00000/000000000.txt")).hasContent("ein Größenvergleich");
        assertThat(Files.readString(picture("00000/000000000.json"))).isEqualTo("""
                {
                    "id": "row-7",
                    "caption": "ein Gr\\u00f6\\u00dfenvergleich",
                    "url": "http://a.example/good.png",
                    "key": "000000000",
                    "status": "success",
                    "error_message": null,
                    "width": 20,
                    "height": 10,
                    "original_width": 20,
                    "original_height": 10,
                    "sha256": "%s"
                }""".formatted(sha256(png)));
        assertThat(Files.readString(picture("00000_stats.json"))).isEqualTo("""
                {
                    "count": 1,
                    "successes": 1,
                    "failed_to_download": 0,
                    "failed_to_resize": 0,
                    "status_dict": {
                        "success": 1
                    }
                }""");
        assertThat(picture("00000_failed.jsonl")).doesNotExist();
        assertThat(picture(".download").toFile().list()).containsExactlyInAnyOrder("plan.json", "lock");
    }

    @Test
    void run_manyShards_namesByTheOrderOfTheList() throws IOException {
        limits = new DownloadLimits(8, 8, 0, Duration.ofSeconds(20), 1 << 20, 64_000_000, 2);

        download(GOOD, "http://a.example/none", GOOD, GOOD, GOOD);

        assertThat(picture("00000").toFile().list()).containsExactlyInAnyOrder("000000.png", "000000.json");
        assertThat(picture("00001").toFile().list()).contains("000010.png", "000011.png");
        assertThat(picture("00002").toFile().list()).contains("000020.png");
        assertThat(failure().get("key").stringValue()).isEqualTo("000001");
        assertThat(failure().get("error_message").stringValue()).isEqualTo("HTTP 404");
    }

    @Test
    void run_aTable_readsItsColumns() throws IOException {
        Path table = folder.resolve("table.csv");
        Files.writeString(table, "prompt,url,id\n\"a boat,\nat sea\"," + GOOD + ",x1\n");

        download(new LinkFile(table, Optional.of("url"), Optional.of("id"), Optional.of("prompt")));

        assertThat(picture("00000/000000000.txt")).hasContent("a boat,\nat sea");
        assertThat(Files.readString(picture("00000/000000000.json"))).contains("\"id\": \"x1\"");
    }

    @Test
    void run_aTableWithADamagedRow_keepsItsPlace() throws IOException {
        Path table = folder.resolve("table.csv");
        Files.writeString(table, "url,prompt\n" + GOOD + ",a\nx,y,z\n" + GOOD + ",b\n");

        DownloadTally tally = download(new LinkFile(table, Optional.of("url"), Optional.empty(), Optional.empty()));

        assertThat(tally.outcomes()).isEqualTo(new DownloadTally.Outcomes(2, 1, 0, 0, 0));
        assertThat(failure().get("key").stringValue()).isEqualTo("000000001");
        assertThat(picture("00000/000000002.png")).exists();
    }

    @Test
    void run_noSuchColumn_namesTheColumns() throws IOException {
        Path table = folder.resolve("table.csv");
        Files.writeString(table, "url,prompt\n");

        assertThatThrownBy(() -> download(new LinkFile(table, Optional.of("link"), Optional.empty(), Optional.empty())))
                .hasMessage("There must be a column \"link\", but %s has the columns [url, prompt]; name one of these."
                        .formatted(table));
    }

    @Test
    void run_aTableWithoutColumn_saysWhatToDo() {
        Path table = folder.resolve("table.csv");

        assertThatThrownBy(() -> new LinkFile(table, Optional.empty(), Optional.empty(), Optional.empty())).hasMessage(
                "The links of a table must be in a column of their own, but none was named of %s; name it with --column, or write the links of a JSON column to a file first: dreamcacher links %s > links.txt"
                        .formatted(table, table));
    }

    @Test
    void run_noList_isNotFound() {
        LinkFile none = new LinkFile(folder.resolve("none.txt"), Optional.empty(), Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> download(none)).isInstanceOfSatisfying(DreamCacherException.class,
                failure -> assertThat(failure.category()).isEqualTo(FailureCategory.NOT_FOUND));
    }

    @Test
    void run_otherFormInTheSameFolder_isRefused() throws IOException {
        download(GOOD);
        form = new ImageForm(ImageForm.Resize.BORDER, 64, 95);

        assertThatThrownBy(() -> download(GOOD)).hasMessageStartingWith(
                "A folder has the pictures of one list in one form, but " + folder.resolve("pictures")
                        + " was begun with");
    }

    // what servers do

    @Test
    void run_slowHeader_isTimedOut() throws IOException {
        limits = SHORT;
        server.on("http://a.example/x", out -> dribble(out, "HTTP/1.1 200 OK\r\nX: "));

        assertNotDownloaded("http://a.example/x", "no whole answer within 0.3 s");
    }

    @Test
    void run_slowBody_isTimedOut() throws IOException {
        limits = SHORT;
        server.on("http://a.example/x", out -> dribble(out, "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n"));

        assertNotDownloaded("http://a.example/x", "no whole answer within 0.3 s");
    }

    /** A byte now and then, until the client leaves. */
    private static void dribble(OutputStream out, String start) throws IOException, InterruptedException {
        out.write(HostileServer.utf8(start));
        while (!new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS)) {
            out.write('x');
            out.flush();
        }
    }

    @Test
    void run_neverEndingBody_isLeftAtTheLimit() throws IOException {
        server.on("http://a.example/x", out -> {
            out.write(HostileServer.utf8("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
            byte[] piece = new byte[1 << 16];
            while (true) { // until the client leaves
                out.write(piece);
            }
        });

        assertNotDownloaded("http://a.example/x", "a file may have 1,048,576 bytes, and this has more");
    }

    @Test
    void run_announcedTooLong_isLeftAtOnce() throws IOException {
        server.on("http://a.example/x", new byte[10], "Content-Length: 999999999999");

        assertNotDownloaded("http://a.example/x", "a file may have 1,048,576 bytes, and this has more");
    }

    @Test
    void run_cutBody_isTriedAgainAndFails() throws IOException {
        byte[] png = SamplePictures.png(20, 10);
        server.on("http://a.example/x", png, "Content-Length: " + (png.length + 5));
        manners = new Manners(false, true, false);

        assertNotDownloaded("http://a.example/x", "the connection ended before the answer did");
        assertThat(server.asked()).hasSize(3);
        assertThat(waiting.pauses()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void run_lengthAnnouncedTooShort_isNoWholePicture() throws IOException {
        byte[] jpeg = SamplePictures.jpeg(64, 64);
        server.on("http://a.example/x", jpeg, "Content-Length: " + (jpeg.length - 100));

        assertFails("http://a.example/x", "failed_to_resize",
                "A picture must be whole, but what came begins as a JPEG picture and its end is missing; get the file again.");
    }

    @Test
    void run_redirectLoop_isLeft() throws IOException {
        server.on("http://a.example/x", "302 Found", new byte[0], "Location: http://b.example/y");
        server.on("http://b.example/y", "302 Found", new byte[0], "Location: http://a.example/x");

        assertNotDownloaded("http://a.example/x", "redirects in a circle");
    }

    @Test
    void run_manyRedirects_areLeft() throws IOException {
        for (int i = 0; i < 20; i++) {
            server.on("http://a.example/" + i, "302 Found", new byte[0], "Location: /" + (i + 1));
        }

        assertNotDownloaded("http://a.example/0", "redirects more than 10 times");
    }

    @Test
    void run_redirectToAPicture_isFollowed() throws IOException {
        server.on("http://a.example/x", "301 Moved", new byte[0], "Location: ../good.png");

        assertThat(download("http://a.example/x").outcomes().success()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.1.1", "[::1]", "[fe80::1]",
            "localhost"})
    void run_redirectToThisMachineOrItsNetwork_isNotFollowed(String host) throws IOException {
        server.on("http://a.example/x", "302 Found", new byte[0], "Location: http://" + host + "/secret");

        download("http://a.example/x");

        assertThat(failure().get("error_message").stringValue()).startsWith(host + " is ")
                .endsWith(", which is of this machine or its network");
        assertThat(server.asked()).noneMatch(url -> url.contains("secret"));
    }

    @Test
    void run_nameWithAPrivateAddress_isNotAsked() throws IOException {
        assertNotDownloaded("http://near.example/x",
                "near.example is 10.0.0.7, which is of this machine or its network");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void run_nameWithAPrivateAddressWhereAllowed_isAsked() throws IOException {
        manners = new Manners(true, true, true);
        server.on("http://near.example/x", SamplePictures.png(2, 2));

        assertThat(download("http://near.example/x").outcomes().success()).isEqualTo(1);
    }

    @Test
    void run_linkGivenAsPrivate_isAsked() throws IOException {
        server.on("http://127.0.0.1/x", "302 Found", new byte[0], "Location: http://192.168.0.9/y");
        server.on("http://192.168.0.9/y", SamplePictures.png(2, 2));

        assertThat(download("http://127.0.0.1/x").outcomes().success()).isEqualTo(1);
    }

    @Test
    void run_unknownHost_saysSo() throws IOException {
        assertNotDownloaded("http://none.example/x", "there is no host none.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a.example/x", "PENDING", "file:///etc/passwd", "http:///x",
            "data:image/png;base64,AA"})
    void run_noAddress_saysSo(String link) throws IOException {
        assertNotDownloaded(link, "no address of http or https");
    }

    @Test
    void run_addressWithSpacesAndLetters_isEncoded() throws IOException {
        server.on("http://a.example/ein%20gro%C3%9Fes%20Boot.png?a=%25", SamplePictures.png(2, 2));

        assertThat(download("http://a.example/ein großes Boot.png?a=%#x").outcomes().success()).isEqualTo(1);
    }

    // what comes instead of a picture

    @Test
    void run_htmlAsJpeg_isNoPicture() throws IOException {
        server.on("http://a.example/x.jpg", HostileServer.utf8("<!DOCTYPE html><html></html>"),
                "Content-Type: image/jpeg");

        assertFails("http://a.example/x.jpg", "failed_to_resize",
                "A picture must be PNG, JPEG, WebP, GIF, BMP or TIFF, but what came is a web page (it begins with 3c 21 44 4f 43 54 59 50); give a picture file.");
    }

    @Test
    void run_zeroBytes_isNoPicture() throws IOException {
        server.on("http://a.example/x.jpg", new byte[0], "Content-Type: image/jpeg");

        assertFails("http://a.example/x.jpg", "failed_to_resize",
                "A picture must be PNG, JPEG, WebP, GIF, BMP or TIFF, but what came is an empty file (it begins with nothing); give a picture file.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO", "KEEP_RATIO"})
    void run_100Megapixels_isRefusedBeforeDecoding(String resize) throws IOException {
        form = new ImageForm(ImageForm.Resize.valueOf(resize), 256, 95);
        server.on("http://a.example/x.png", SamplePictures.hugePng());

        assertFails("http://a.example/x.png", "failed_to_resize",
                "A picture may have 64,000,000 pixels, but what came has 10000x10000 = 100,000,000; make it smaller.");
    }

    @Test
    void run_allKindsAsTheyAre_areNamedByWhatTheyAre() throws IOException {
        server.on("http://a.example/1.jpg", SamplePictures.animatedGif(12, 8));
        server.on("http://a.example/2.jpg", SamplePictures.animatedWebp());
        server.on("http://a.example/3.png", SamplePictures.cmykJpeg());
        server.on("http://a.example/4.jpg", SamplePictures.deepPng(6, 4));

        DownloadTally tally = download("http://a.example/1.jpg", "http://a.example/2.jpg", "http://a.example/3.png",
                "http://a.example/4.jpg");

        assertThat(tally.outcomes().success()).isEqualTo(4);
        assertThat(picture("00000").toFile().list()).contains("000000000.gif", "000000001.webp", "000000002.jpg",
                "000000003.png");
        assertThat(Files.readAllBytes(picture("00000/000000000.gif"))).isEqualTo(SamplePictures.animatedGif(12, 8));
    }

    @Test
    void run_allKindsResized_areJpegs() throws IOException {
        form = new ImageForm(ImageForm.Resize.BORDER, 16, 95);
        server.on("http://a.example/1", SamplePictures.animatedGif(12, 8));
        server.on("http://a.example/2", SamplePictures.animatedWebp());
        server.on("http://a.example/3", SamplePictures.cmykJpeg());
        server.on("http://a.example/4", SamplePictures.deepPng(6, 4));

        download("http://a.example/1", "http://a.example/2", "http://a.example/3", "http://a.example/4");

        for (int i = 0; i < 4; i++) {
            BufferedImage stored = stored(i);
            assertThat(List.of(stored.getWidth(), stored.getHeight())).containsExactly(16, 16);
        }
    }

    private BufferedImage stored(int number) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(
                Files.readAllBytes(picture("00000/%09d.jpg".formatted(number)))));
    }

    @ParameterizedTest
    @CsvSource({"KEEP_RATIO, 16, 16, 8, 32, 16", "KEEP_RATIO, 128, 256, 128, 16, 16", "BORDER, 16, 16, 16, 200, 100",
            "CENTRE_CROP, 16, 16, 16, 200, 100", "CENTRE_CROP, 64, 64, 64, 30, 20"})
    void run_resized_hasTheSize(String resize, int size, int width, int height, int givenWidth, int givenHeight)
            throws IOException {
        form = new ImageForm(ImageForm.Resize.valueOf(resize), resize.equals("KEEP_RATIO") ? height : size, 95);
        server.on("http://a.example/x", SamplePictures.png(givenWidth, givenHeight));

        download("http://a.example/x");

        String sidecar = Files.readString(picture("00000/000000000.json"));
        BufferedImage stored = stored(0);
        assertThat(stored.getHeight()).isEqualTo(height);
        assertThat(sidecar).contains("\"width\": %d,".formatted(stored.getWidth()), "\"height\": %d,".formatted(height),
                "\"original_width\": %d,".formatted(givenWidth), "\"original_height\": %d,".formatted(givenHeight),
                sha256(Files.readAllBytes(picture("00000/000000000.jpg"))));
        assertThat(stored.getWidth())
                .isEqualTo(resize.equals("KEEP_RATIO") ? givenWidth * height / givenHeight : width);
    }

    @Test
    void run_border_isWhiteAroundThePicture() throws IOException {
        form = new ImageForm(ImageForm.Resize.BORDER, 32, 100);
        server.on("http://a.example/x", SamplePictures.png(64, 32));

        download("http://a.example/x");

        assertThat(near(stored(0).getRGB(16, 2), 0xffffff)).isTrue();
        assertThat(near(stored(0).getRGB(4, 16), 0xff0000)).isTrue();
        assertThat(near(stored(0).getRGB(28, 16), 0x0000ff)).isTrue();
    }

    private static boolean near(int rgb, int wanted) {
        return Arrays.stream(new int[]{0, 8, 16})
                .allMatch(shift -> Math.abs((rgb >> shift & 255) - (wanted >> shift & 255)) < 12);
    }

    // what servers ask for

    @Test
    void run_busyForSeconds_waitsThatLong() throws IOException {
        server.inTurn("http://a.example/x",
                HostileServer.response("429 Too Many Requests", new byte[0], "Retry-After: 77"),
                HostileServer.response("200 OK", SamplePictures.png(2, 2)));

        assertThat(download("http://a.example/x").outcomes().success()).isEqualTo(1);
        assertThat(waiting.pauses()).containsExactly(Duration.ofSeconds(77));
    }

    @Test
    void run_busyUntilADate_waitsUntilThen() throws IOException {
        server.inTurn("http://a.example/x",
                HostileServer.response("503 Busy", new byte[0], "Retry-After: Tue, 01 Dec 2026 00:01:30 GMT"),
                HostileServer.response("200 OK", SamplePictures.png(2, 2)));

        assertThat(download("http://a.example/x").outcomes().success()).isEqualTo(1);
        assertThat(waiting.pauses()).containsExactly(Duration.ofSeconds(90));
    }

    @Test
    void run_busyForTooLong_isGivenUpAndNotAskedAgain() throws IOException {
        server.on("http://a.example/x", "429 Too Many Requests", new byte[0], "Retry-After: 3600");
        limits = new DownloadLimits(8, 1, 2, Duration.ofSeconds(20), 1 << 20, 64_000_000, 10_000);

        DownloadTally tally = download("http://a.example/x", "http://a.example/x", "http://b.example/good.png");

        assertThat(tally.reasons()).containsOnlyKeys("a.example asks to be left alone for longer than 5 minutes",
                "HTTP 404");
        assertThat(server.asked().stream().filter("http://a.example/x"::equals)).hasSize(1);
        assertThat(waiting.pauses()).isEmpty();
    }

    @Test
    void run_500Twice_isTriedAgain() throws IOException {
        byte[] broken = HostileServer.response("500 Broken", new byte[0]);
        server.inTurn("http://a.example/x", broken, broken, HostileServer.response("200 OK", SamplePictures.png(2, 2)));

        assertThat(download("http://a.example/x").outcomes().success()).isEqualTo(1);
        assertThat(waiting.pauses()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void run_robotsDisallow_isObeyed() throws IOException {
        server.on("http://a.example/robots.txt", "User-agent: *\nDisallow: /private/".getBytes(UTF_8));
        server.on("http://a.example/private/x.png", SamplePictures.png(2, 2));

        assertNotDownloaded("http://a.example/private/x.png", "robots.txt of a.example disallows it");
        assertThat(server.asked()).containsExactly("http://a.example/robots.txt");
    }

    @Test
    void run_robotsDisallowWhereIgnored_isNotAsked() throws IOException {
        server.on("http://a.example/robots.txt", "User-agent: *\nDisallow: /".getBytes(UTF_8));
        manners = new Manners(false, true, false);

        assertThat(download(GOOD, GOOD).outcomes().success()).isEqualTo(2);
        assertThat(server.asked()).containsExactly(GOOD, GOOD);
    }

    @Test
    void run_robotsOfManyLinks_isAskedOnce() throws IOException {
        download(GOOD, GOOD, GOOD, GOOD);

        assertThat(server.asked().stream().filter(url -> url.endsWith("/robots.txt"))).hasSize(1);
    }

    @Test
    void run_robotsBroken_disallowsAll() throws IOException {
        server.on("http://a.example/robots.txt", "500 Broken", new byte[0]);

        assertNotDownloaded(GOOD, "robots.txt of a.example cannot be had (HTTP 500), which disallows all");
    }

    @Test
    void run_robotsOfARedirectsHost_isObeyed() throws IOException {
        server.on("http://a.example/x", "302 Found", new byte[0], "Location: http://b.example/y");
        server.on("http://b.example/robots.txt", "User-agent: dreamcacher\nDisallow: /".getBytes(UTF_8));

        assertNotDownloaded("http://a.example/x", "robots.txt of b.example disallows it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noai", "noarchive, noimageai", "DreamCacher: noindex",
            "otherbot: nofollow, dreamcacher: noai",
            "unavailable_after: 25 Jun 2010 15:00:00 PST, noimageindex", "none"})
    void run_optOut_isObeyed(String header) throws IOException {
        server.on("http://a.example/x", SamplePictures.png(2, 2), "X-Robots-Tag: " + header);

        download("http://a.example/x");

        assertThat(failure().get("error_message").stringValue()).startsWith("X-Robots-Tag: no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "otherbot: noai", "nofollow", "max-snippet: 5", "otherbot: noindex, noai"})
    void run_noOptOut_isTaken(String header) throws IOException {
        server.on("http://a.example/x", SamplePictures.png(2, 2), "X-Robots-Tag: " + header);

        assertThat(download("http://a.example/x").outcomes().success()).isEqualTo(1);
    }

    @Test
    void run_optOutWhereIgnored_isTaken() throws IOException {
        server.on("http://a.example/x", SamplePictures.png(2, 2), "X-Robots-Tag: noai");
        manners = new Manners(true, false, false);

        assertThat(download("http://a.example/x").outcomes().success()).isEqualTo(1);
    }

    // again

    @Test
    void run_again_asksNobody() throws IOException {
        download(GOOD, "http://a.example/none");
        server.asked().clear();

        DownloadTally again = download(GOOD, "http://a.example/none");

        assertThat(again.outcomes()).isEqualTo(new DownloadTally.Outcomes(0, 0, 0, 1, 1));
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void run_retryFailed_triesOnlyThose() throws IOException {
        download(GOOD, "http://a.example/late.png", "http://a.example/none");
        server.asked().clear();
        server.on("http://a.example/late.png", SamplePictures.png(3, 3));
        retryFailed = true;

        DownloadTally again = download(GOOD, "http://a.example/late.png", "http://a.example/none");

        assertThat(again.outcomes()).isEqualTo(new DownloadTally.Outcomes(1, 1, 0, 1, 0));
        assertThat(server.asked()).doesNotContain(GOOD);
        assertThat(Files.readString(picture("00000_stats.json"))).contains("\"count\": 3", "\"successes\": 2");
        assertThat(Files.readAllLines(picture("00000_failed.jsonl"))).hasSize(1);
    }
}
