package io.dreamcacher.diffusion.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.hub.PullListener.Progress;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.testkit.hub.FakeHub;
import io.dreamcacher.testkit.hub.FakeHub.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The store against a hub on the loopback interface; nothing here waits. */
class ModelStoreTest {
    private static final String REPOSITORY = "openai/clip";
    private static final HubName NAME = HubName.parse(REPOSITORY);
    private static final String WEIGHTS = "model.safetensors";
    private static final String SECRET = "hf_secretsecret";
    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(7).nextBytes(CONTENT);
    }

    @TempDir
    private Path folder;

    private final FakeHub hub = FakeHub.start()
            .put(REPOSITORY, "config.json", "{}")
            .put(REPOSITORY, "README.md", "---\nlicense: mit\n---\n")
            .put(REPOSITORY, "flax_model.msgpack", "not wanted")
            .put(REPOSITORY, WEIGHTS, CONTENT);
    private final List<Duration> pauses = new ArrayList<>();

    @AfterEach
    void stop() {
        hub.close();
    }

    private HubSettings settings(boolean offline, boolean links) {
        return new HubSettings(hub.endpoint(), folder.resolve("hub"), Optional.of(HubToken.of(SECRET)), offline, links,
                Duration.ofSeconds(5));
    }

    private ModelStore store(boolean offline, boolean links) {
        return new ModelStore(settings(offline, links), pauses::add, place -> Long.MAX_VALUE,
                InetAddress::getAllByName);
    }

    private ModelStore store() {
        return store(false, true);
    }

    private Snapshot pull() {
        return store().pull(NAME, PullListener.NONE);
    }

    private AbstractThrowableAssert<?, ?> assertPullFails(FailureCategory category) {
        return assertThatThrownBy(this::pull)
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).as(e.getMessage()).isEqualTo(category))
                .hasMessageNotContaining(SECRET)
                .hasMessageNotContaining("signature=");
    }

    private Path cached(String... parts) {
        return Path.of(folder.resolve("hub/models--openai--clip").toString(), parts);
    }

    private List<Path> blobs() throws IOException {
        try (Stream<Path> files = Files.list(cached("blobs"))) {
            return files.toList();
        }
    }

    @Test
    void pull_model_makesTheLayoutOfHuggingfaceHub() throws IOException {
        Snapshot snapshot = pull();

        String commit = hub.commit(REPOSITORY);
        assertThat(snapshot.commit()).isEqualTo(commit);
        assertThat(snapshot.path()).isEqualTo(cached("snapshots", commit).toAbsolutePath());
        assertThat(cached("refs", "main")).hasContent(commit);
        assertThat(snapshot.path().resolve(WEIGHTS)).hasBinaryContent(CONTENT).isSymbolicLink();
        Path link = Files.readSymbolicLink(snapshot.path().resolve(WEIGHTS));
        assertThat(link.toString()).matches("\\.\\./\\.\\./blobs/[0-9a-f]{64}");
        assertThat(Files.readSymbolicLink(snapshot.path().resolve("config.json")).toString())
                .matches("\\.\\./\\.\\./blobs/[0-9a-f]{40}");
        assertThat(BlobId.claimedBy(snapshot.path().resolve(WEIGHTS))
                .orElseThrow()
                .matches(snapshot.path().resolve(WEIGHTS))).isTrue();
        assertThat(snapshot.path().resolve("flax_model.msgpack")).doesNotExist();
        assertThat(blobs()).hasSize(3);
    }

    @Test
    void pull_twice_asksForNoContentAgain() {
        pull();
        int before = hub.requests().size();

        pull();

        assertThat(hub.requests().subList(before, hub.requests().size())).extracting(Request::path)
                .allMatch(path -> path.startsWith("/api/models/"))
                .hasSize(2);
    }

    @Test
    void pull_newCommit_downloadsOnlyWhatChanged() {
        Snapshot first = pull();
        hub.put(REPOSITORY, "config.json", "{\"new\": true}");
        int before = hub.requests().size();

        Snapshot second = pull();

        assertThat(second.commit()).isNotEqualTo(first.commit());
        assertThat(second.path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);
        assertThat(hub.requests().subList(before, hub.requests().size())).extracting(Request::path)
                .noneMatch(path -> path.contains(WEIGHTS));
        assertThat(cached("refs", "main")).hasContent(second.commit());
    }

    @Test
    void path_cached_makesNoRequest() {
        Path path = pull().path();
        hub.put(REPOSITORY, "config.json", "{\"new\": true}");
        int before = hub.requests().size();

        assertThat(store().path(NAME, PullListener.NONE)).isEqualTo(path);
        assertThat(store(true, true).path(NAME, PullListener.NONE)).isEqualTo(path);
        assertThat(hub.requests()).hasSize(before);
    }

    @Test
    void path_notCached_isPulled() {
        assertThat(store().path(HubName.parse(REPOSITORY + "/" + WEIGHTS), PullListener.NONE))
                .hasBinaryContent(CONTENT);
        assertThat(store().cached(NAME)).as("one file is not the model").isEmpty();
    }

    @Test
    void pull_fileOfAWholeModelThatMovedOn_leavesTheModelWhereItIs() {
        hub.put(REPOSITORY, "style.safetensors", "style");
        Snapshot model = pull();
        hub.put(REPOSITORY, "config.json", "{\"new\": true}");
        HubName style = HubName.parse(REPOSITORY + "/style.safetensors");

        Snapshot file = store().pull(style, PullListener.NONE);

        assertThat(file.path()).hasContent("style");
        assertThat(cached("refs", "main")).hasContent(model.commit());
        ModelStore offline = store(true, true);
        assertThat(offline.path(NAME, PullListener.NONE)).isEqualTo(model.path());
        assertThat(offline.path(style, PullListener.NONE)).isEqualTo(file.path());
    }

    @Test
    void pull_fileThatOnlyTheNewCommitHas_takesTheModelAlong() {
        Snapshot old = pull();
        hub.put(REPOSITORY, "style.safetensors", "style").put(REPOSITORY, "config.json", "{\"new\": true}");
        HubName style = HubName.parse(REPOSITORY + "/style.safetensors");
        int before = hub.requests().size();

        assertThat(store().path(style, PullListener.NONE)).hasContent("style");

        assertThat(hub.requests().subList(before, hub.requests().size())).extracting(Request::path)
                .noneMatch(path -> path.contains("/" + WEIGHTS));
        Path model = store(true, true).path(NAME, PullListener.NONE);
        assertThat(model).isNotEqualTo(old.path());
        assertThat(model.resolve("config.json")).hasContent("{\"new\": true}");
        assertThat(model.resolve(WEIGHTS)).hasBinaryContent(CONTENT);
    }

    @Test
    void pull_filesOneAfterTheOther_losesNone() {
        hub.put("some/styles", "a.safetensors", "a");
        HubName first = HubName.parse("some/styles/a.safetensors");
        store().pull(first, PullListener.NONE);
        hub.put("some/styles", "b.safetensors", "b");

        store().pull(HubName.parse("some/styles/b.safetensors"), PullListener.NONE);

        assertThat(store(true, true).path(first, PullListener.NONE)).hasContent("a");
    }

    @Test
    void path_repositoryOfOneCheckpoint_isTheFile() {
        hub.put("some/style", "style.safetensors", CONTENT);

        Path file = store().path(HubName.parse("some/style"), PullListener.NONE);

        assertThat(file.getFileName()).hasToString("style.safetensors");
        assertThat(store(true, true).path(HubName.parse("some/style"), PullListener.NONE)).isEqualTo(file);
    }

    @Test
    void path_variant_isPulledThoughOtherWeightsAreHere() {
        hub.put(REPOSITORY, "model.fp16.safetensors", "half");
        Path whole = pull().path();
        assertThat(whole.resolve("model.fp16.safetensors")).doesNotExist();

        Path half = store().path(NAME.withVariant("fp16"), PullListener.NONE);

        assertThat(half.resolve("model.fp16.safetensors")).hasContent("half");
        assertThat(store(true, true).path(NAME.withVariant("fp16"), PullListener.NONE)).isEqualTo(whole);
    }

    @Test
    void path_offlineAndNotCached_saysWhatToDo() {
        assertThatThrownBy(() -> store(true, true).path(NAME, PullListener.NONE))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.NOT_FOUND))
                .hasMessageContaining("HF_HUB_OFFLINE")
                .hasMessageContaining("dreamcacher models pull openai/clip");
        assertThatThrownBy(() -> store(true, true).pull(NAME, PullListener.NONE))
                .hasMessageContaining("HF_HUB_OFFLINE");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void pull_largeFile_sendsTheTokenToTheEndpointOnly() {
        pull();

        assertThat(hub.requests()).filteredOn(request -> !request.toStore())
                .extracting(Request::authorization)
                .containsOnly("Bearer " + SECRET);
        assertThat(hub.requests()).filteredOn(Request::toStore)
                .extracting(Request::authorization)
                .hasSize(1)
                .containsOnly("");
    }

    @Test
    void pull_renamedRepository_isFollowedOnTheSameHost() {
        hub.rename("old/clip", REPOSITORY);

        Snapshot snapshot = store().pull(HubName.parse("old/clip"), PullListener.NONE);

        assertThat(snapshot.path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);
        assertThat(snapshot.path().toString()).contains("models--old--clip");
    }

    @Test
    void pull_commit_isFoundWithoutAReference() {
        HubName name = HubName.parse(REPOSITORY + "@" + hub.commit(REPOSITORY));

        Path path = store().pull(name, PullListener.NONE).path();

        assertThat(cached("refs")).doesNotExist();
        assertThat(store(true, true).path(name, PullListener.NONE)).isEqualTo(path);
    }

    @Test
    void pull_withoutLinks_putsTheFilesThemselves() throws IOException {
        Snapshot snapshot = store(false, false).pull(NAME, PullListener.NONE);
        hub.put(REPOSITORY, "config.json", "{\"new\": true}");

        assertThat(Files.isSymbolicLink(snapshot.path().resolve(WEIGHTS))).isFalse();
        assertThat(snapshot.path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);
        assertThat(blobs()).isEmpty();
        assertThat(store(true, false).path(NAME, PullListener.NONE)).isEqualTo(snapshot.path());
    }

    @Test
    void pull_progress_growsToTheSumOfAllSizes() {
        List<Progress> told = new ArrayList<>();

        store().pull(NAME, told::add);

        assertThat(told).extracting(Progress::done).isSorted();
        Progress last = told.getLast();
        assertThat(last.done()).isEqualTo(last.total()).isEqualTo(CONTENT.length + 2 + 21);
        assertThat(last.file()).isEqualTo(WEIGHTS);
    }

    @Test
    void pull_connectionCut_goesOnWhereItStopped() {
        hub.next(WEIGHTS + "?signature", FakeHub.cut(CONTENT, 100_000));

        assertThat(pull().path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);

        assertThat(hub.requests()).filteredOn(Request::toStore)
                .extracting(Request::range)
                .satisfiesExactly(first -> assertThat(first).isEmpty(),
                        second -> assertThat(second).as("the last buffer may break with the connection")
                                .matches("bytes=(100000|9\\d{4}|8[4-9]\\d{3})-"));
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void pull_processKilledBefore_takesOverWhatItLeft() throws IOException {
        Path partial = cached("blobs", sha256() + ".dreamcacher.incomplete");
        Files.createDirectories(partial.getParent());
        Files.write(partial, Arrays.copyOf(CONTENT, 250_000));

        assertThat(pull().path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);

        assertThat(hub.requests()).filteredOn(Request::toStore)
                .extracting(Request::range)
                .containsExactly("bytes=250000-");
        assertThat(partial).doesNotExist();
    }

    @Test
    void pull_leftoverOfSomethingElse_isReplaced() throws IOException {
        Path partial = cached("blobs", sha256() + ".dreamcacher.incomplete");
        Files.createDirectories(partial.getParent());
        Files.write(partial, new byte[1000]);

        assertThat(pull().path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);
    }

    @Test
    void pull_serverWithoutRanges_isReadFromTheStart() throws IOException {
        Path partial = cached("blobs", sha256() + ".dreamcacher.incomplete");
        Files.createDirectories(partial.getParent());
        Files.write(partial, Arrays.copyOf(CONTENT, 1000));
        hub.next(WEIGHTS + "?signature", FakeHub.body(CONTENT));

        assertThat(pull().path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);
    }

    @Test
    void pull_rangeNotSatisfiable_isReadFromTheStart() throws IOException {
        Path partial = cached("blobs", sha256() + ".dreamcacher.incomplete");
        Files.createDirectories(partial.getParent());
        Files.write(partial, Arrays.copyOf(CONTENT, 1000));
        hub.next(WEIGHTS + "?signature", FakeHub.status(416));

        assertThat(pull().path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);
    }

    private static String sha256() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(CONTENT);
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pull_wrongContent_isThrownAway() throws IOException {
        byte[] wrong = CONTENT.clone();
        wrong[7]++;
        hub.next(WEIGHTS + "?signature", FakeHub.body(wrong));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining(WEIGHTS)
                .hasMessageContaining(sha256())
                .hasMessageContaining("thrown away");

        assertThat(blobs()).noneMatch(file -> file.toString().contains(sha256()));
        assertThat(store().cached(NAME)).isEmpty();
        assertThat(pull().path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);
    }

    @Test
    void pull_wrongSmallFile_isThrownAway() {
        hub.next("/api/resolve-cache/openai/clip/", FakeHub.body(new byte[21]));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("thrown away");
    }

    @Test
    void pull_moreThanPromised_isThrownAway() {
        hub.next(WEIGHTS + "?signature", FakeHub.body(new byte[CONTENT.length + 1]));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("300,000").hasMessageContaining("sends more");
    }

    @Test
    void pull_otherEtagThanListed_isRefused() {
        hub.next("/resolve/", FakeHub.status(200, "ETag", "\"" + "0".repeat(40) + "\""));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("announces " + "0".repeat(40));
    }

    @Test
    void pull_tooManyRequests_waitsAsLongAsAsked() {
        hub.next("/api/models/", FakeHub.status(429, "Retry-After", "42"));
        hub.next("/tree/", FakeHub.status(429, "RateLimit", "\"api\";r=0;t=55"));

        pull();

        assertThat(pauses).containsExactly(Duration.ofSeconds(42), Duration.ofSeconds(55));
    }

    @Test
    void pull_mustWaitForLong_saysHowLong() {
        hub.next("/api/models/", FakeHub.status(429, "Retry-After", "3600"));

        assertPullFails(FailureCategory.BUSY).hasMessageContaining("429")
                .hasMessageContaining("3600 seconds")
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofHours(1)));
        assertThat(pauses).isEmpty();
    }

    @Test
    void pull_serverFails_isTriedFiveTimes() {
        for (int i = 0; i < 5; i++) {
            hub.next("/api/models/", FakeHub.status(500));
        }

        assertPullFails(FailureCategory.BUSY).hasMessageContaining("500").hasMessageContaining("5 times");

        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4),
                Duration.ofSeconds(8));
        assertThat(pull().path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);
    }

    @Test
    void pull_serverFailsOnce_isTriedAgain() {
        hub.next("/api/models/", FakeHub.status(503));
        hub.next(WEIGHTS + "?signature", FakeHub.status(500));

        assertThat(pull().path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);
    }

    @Test
    void pull_everyAttemptBrings_isNotGivenUp() {
        for (int i = 1; i <= 12; i++) {
            hub.next(WEIGHTS + "?signature", exchange -> {
                String range = exchange.getRequestHeaders().getFirst("Range");
                int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
                exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-299999/300000");
                exchange.sendResponseHeaders(from == 0 ? 200 : 206, CONTENT.length - from);
                exchange.getResponseBody().write(CONTENT, from, 22_000);
                exchange.getResponseBody().flush();
            });
        }

        assertThat(pull().path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);
        assertThat(pauses).hasSize(12).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void pull_nobodyThere_saysSo() {
        hub.close();

        assertPullFails(FailureCategory.BUSY).hasMessageContaining("localhost")
                .hasMessageContaining("tried 5 times")
                .hasMessageContaining("HF_ENDPOINT");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 |                  | BAD_REQUEST | does not accept the token
            401 | GatedRepo        | BAD_REQUEST | accepted its terms
            403 | GatedRepo        | BAD_REQUEST | accepted its terms
            403 |                  | BAD_REQUEST | permission to read
            404 | RepoNotFound     | NOT_FOUND   | no model openai/clip
            404 | RevisionNotFound | NOT_FOUND   | no revision "main"
            418 | Teapot           | BAD_MODEL   | answers 418 (Teapot)
            """)
    void pull_refused_saysWhyAndWhatToDo(int status, String code, FailureCategory category, String said) {
        hub.next("/api/models/", FakeHub.status(status, "X-Error-Code", code == null ? "" : code));

        assertPullFails(category).hasMessageContaining(said);
        assertThat(hub.requests()).as("asking again would not help").hasSize(1);
    }

    @Test
    void pull_withoutToken_saysThatItMayBePrivate() {
        HubSettings anonymous = new HubSettings(hub.endpoint(), folder, Optional.empty(), false, true,
                Duration.ofSeconds(5));

        assertThatThrownBy(() -> new ModelStore(anonymous).pull(HubName.parse("no/body"), PullListener.NONE))
                .hasMessageContaining("no/body")
                .hasMessageContaining("HF_TOKEN")
                .hasMessageContaining("does not exist");
    }

    @Test
    void pull_unknownRevision_isSaid() {
        assertThatThrownBy(() -> store().pull(HubName.parse(REPOSITORY + "@v9"), PullListener.NONE))
                .hasMessageContaining("no revision \"v9\"");
    }

    @Test
    void pull_listedFileMissing_isSaid() {
        hub.next("/resolve/", FakeHub.status(404, "X-Error-Code", "EntryNotFound"));

        assertPullFails(FailureCategory.NOT_FOUND).hasMessageContaining("lists ").hasMessageContaining("404");
    }

    @Test
    void pull_storeRefuses_saysThatTheTokenStayed() {
        hub.next(WEIGHTS + "?signature", FakeHub.status(403));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("Your token was not sent there");
    }

    @Test
    void pull_redirectToOtherHost_getsNoToken() {
        hub.next("/api/models/", FakeHub.redirect(hub.store() + "/listing"));
        hub.next("/listing",
                FakeHub.body("{\"sha\": \"%s\"}".formatted("a".repeat(40)).getBytes(StandardCharsets.UTF_8)));

        assertPullFails(FailureCategory.NOT_FOUND);

        assertThat(hub.requests()).filteredOn(Request::toStore).extracting(Request::authorization).containsExactly("");
    }

    @Test
    void pull_redirectLoop_isGivenUp() {
        for (int i = 0; i < 60; i++) {
            hub.next("/api/models/", FakeHub.redirect("/api/models/again"));
        }

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("redirects in a circle");
    }

    @Test
    void pull_redirectToAFile_isRefused() {
        hub.next("/api/models/", FakeHub.redirect("file:///etc/passwd"));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("https only");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ../../evil.json                       | 5
            /etc/evil.json                        | 5
            unet/../../evil.json                  | 5
            C:/evil.json                          | 5
            ok.json                               | -1
            ok.json                               | 9000000000000000
            ok.json                               | "5"
            ok.json                               | 1e99
            """)
    void pull_listingThatCannotBe_isRefused(String path, String size) {
        hub.next("/tree/", FakeHub.body("[{\"type\":\"file\",\"oid\":\"%s\",\"size\":%s,\"path\":\"%s\"}]"
                .formatted("a".repeat(40), size, path)
                .getBytes(StandardCharsets.UTF_8)));

        assertPullFails(FailureCategory.BAD_MODEL);
        assertThat(cached("blobs")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"sha": "../../x"}
            {}
            []
            "x"
            """)
    void pull_commitThatIsNone_isRefused(String answer) {
        hub.next("/revision/", FakeHub.body(answer.getBytes(StandardCharsets.UTF_8)));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("a commit of 40 digits");
    }

    @Test
    void pull_hashThatIsNone_isRefused() {
        hub.next("/tree/", FakeHub.body("""
                [{"type": "file", "oid": "../../x", "size": 1, "path": "config.json"}]"""
                .getBytes(StandardCharsets.UTF_8)));

        assertPullFails(FailureCategory.BAD_MODEL).hasMessageContaining("hashes");
    }

    @Test
    void pull_listingInPages_isReadWhole() {
        hub.next("/tree/", exchange -> {
            exchange.getResponseHeaders().set("Link", "</api/models/openai/clip/tree/main?page=2>; rel=\"next\"");
            byte[] none = """
                    [{"type": "directory", "oid": "x", "size": 0, "path": "unet"}]""".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, none.length);
            exchange.getResponseBody().write(none);
        });

        assertThat(pull().path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);
        assertThat(hub.requests()).extracting(Request::path).anyMatch(path -> path.endsWith("?page=2"));
    }

    @Test
    void pull_nextPageElsewhere_isRefused() {
        hub.next("/tree/", exchange -> {
            exchange.getResponseHeaders().set("Link", "<" + hub.store() + "/x>; rel=\"next\"");
            FakeHub.body("[]".getBytes(StandardCharsets.UTF_8)).to(exchange);
        });

        assertPullFails(FailureCategory.BAD_MODEL);
        assertThat(hub.requests()).noneMatch(Request::toStore);
    }

    @Test
    void pull_noRoom_isRefusedBeforeAnythingLargeComes() {
        ModelStore full = new ModelStore(settings(false, true), pauses::add, place -> 64L << 20,
                InetAddress::getAllByName);

        assertThatThrownBy(() -> full.pull(NAME, PullListener.NONE))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.EXHAUSTED))
                .hasMessageContaining("1 more MB")
                .hasMessageContaining("67 MB are free");
        assertThat(hub.requests()).noneMatch(request -> request.path().contains("/resolve/"));
    }

    @Test
    void pull_cacheThatIsAFile_saysSo() throws IOException {
        Files.writeString(folder.resolve("hub"), "in the way");

        assertPullFails(FailureCategory.EXHAUSTED).hasMessageContaining("HF_HUB_CACHE");
    }

    @Test
    void pull_picklesOnly_isRefusedWithoutDownloading() {
        hub.put("old/model", "config.json", "{}").put("old/model", "pytorch_model.bin", "pickle");

        assertThatThrownBy(() -> store().pull(HubName.parse("old/model"), PullListener.NONE))
                .hasMessageContaining("pickle");
        assertThat(hub.requests()).noneMatch(request -> request.path().contains("/resolve/"));
    }

    @Test
    void pull_interrupted_isCancelledAndKeepsWhatCame() throws IOException {
        hub.next(WEIGHTS + "?signature", FakeHub.cut(CONTENT, 100_000));
        ModelStore store = new ModelStore(settings(false, true), time -> {
            throw new InterruptedException();
        }, place -> Long.MAX_VALUE, InetAddress::getAllByName);

        assertThatThrownBy(() -> store.pull(NAME, PullListener.NONE))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.CANCELLED));
        assertThat(Thread.interrupted()).as("the interrupt is kept for the caller").isTrue();
        assertThat(Files.size(cached("blobs", sha256() + ".dreamcacher.incomplete"))).isBetween(80_000L, 100_000L);
    }

    @Test
    void pull_twoThreads_downloadOnce() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        hub.next(WEIGHTS + "?signature", exchange -> {
            try {
                waiting.await(); // until the other thread waits for the lock
                FakeHub.body(CONTENT).to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ModelStore store = new ModelStore(settings(false, true), time -> {
            waiting.countDown();
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos()); // the holder needs some time
        }, place -> Long.MAX_VALUE, InetAddress::getAllByName);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Snapshot> first = threads.submit(() -> store.pull(NAME, PullListener.NONE));
            Future<Snapshot> second = threads.submit(() -> store.pull(NAME, PullListener.NONE));

            assertThat(first.get().path().resolve(WEIGHTS)).hasBinaryContent(CONTENT);
            assertThat(second.get()).isEqualTo(first.get());
        }
        assertThat(hub.requests()).filteredOn(Request::toStore).hasSize(1);
    }

    @Test
    void models_cache_listsWhatIsWhole() throws IOException {
        hub.put("half/model", "config.json", "{}").put("half/model", WEIGHTS, CONTENT);
        pull();
        Snapshot half = store().pull(HubName.parse("half/model"), PullListener.NONE);
        Consumer<Path> delete = file -> assertThat(file.toFile().delete()).isTrue();
        delete.accept(half.path().resolve(WEIGHTS));

        assertThat(store(true, true).models()).extracting(Snapshot::name).containsExactly(NAME);
        assertThat(store(true, true).models()).extracting(Snapshot::commit).containsExactly(hub.commit(REPOSITORY));
    }

    @Test
    void path_fileRemoved_isDownloadedAgain() throws IOException {
        Path weights = pull().path().resolve(WEIGHTS);
        Files.delete(weights.toRealPath());

        assertThat(store().path(NAME, PullListener.NONE).resolve(WEIGHTS)).hasBinaryContent(CONTENT);
    }

    @Test
    void verifier_ofARepository_isGraphAndTokenizerFetchedOnce() throws IOException {
        HubName verifier = HubName.parse("owner/judge");
        hub.put("owner/judge", "config.json", "{}")
                .put("owner/judge", "tokenizer.json", "{}")
                .put("owner/judge", WEIGHTS, CONTENT)
                .put("owner/judge", "onnx/model.onnx", CONTENT)
                .put("owner/judge", "onnx/model_O3.onnx", CONTENT);

        assertThatThrownBy(() -> store(true, true).verifier(verifier, PullListener.NONE))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.NOT_FOUND));
        Path folder = store().verifier(verifier, PullListener.NONE);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()))
                    .containsExactlyInAnyOrder("config.json", "tokenizer.json", "onnx/model.onnx");
        }
        assertThat(folder.resolve("onnx/model.onnx")).hasBinaryContent(CONTENT);
        assertThat(store(true, true).verifier(verifier, PullListener.NONE)).isEqualTo(folder);
        assertThat(store().models()).as("it is no model that draws or searches").isEmpty();
    }

    /** A verifier of a repository that is here as a model leaves it one. */
    @Test
    void verifier_ofAModelThatMovedOn_takesTheModelAlong() throws IOException {
        var unused = pull();
        hub.put(REPOSITORY, "tokenizer.json", "{}").put(REPOSITORY, "onnx/model.onnx", CONTENT);

        Path folder = store().verifier(NAME, PullListener.NONE);

        assertThat(folder.resolve("onnx/model.onnx")).exists();
        assertThat(store().cached(NAME).orElseThrow().path()).isEqualTo(folder);
        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(CONTENT);
    }
}
