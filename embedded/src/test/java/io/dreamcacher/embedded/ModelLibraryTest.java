package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.ModelVerifier.ModelCheckup;
import io.dreamcacher.testkit.hub.FakeHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLibraryTest {
    private static final String WEIGHTS = "style.safetensors";

    @TempDir
    private Path folder;

    private final FakeHub hub = FakeHub.start().put("some/style", WEIGHTS, "x").put("some/word", WEIGHTS, "yy");

    @AfterEach
    void stop() {
        hub.close();
    }

    private ModelLibrary library() {
        return new ModelLibrary(folder, Map.of("HF_ENDPOINT", hub.endpoint().toString()), folder);
    }

    @Test
    void fetch_reference_downloadsEverythingItMentionsOfTheHub() throws IOException {
        Path local = Files.writeString(folder.resolve("local.safetensors"), "z");
        List<String> told = new ArrayList<>();

        library().fetch("postcards?lora=some/style:0.7&lora=%s&embedding=some/word/%s".formatted(local, WEIGHTS),
                (file, done, total) -> told.add(file + " " + done + "/" + total));

        assertThat(told).contains("style.safetensors 1/1", "style.safetensors 2/2");
        Path cache = folder.resolve(".cache/huggingface/hub");
        assertThat(cache.resolve("models--some--style/snapshots/" + hub.commit("some/style") + "/" + WEIGHTS))
                .hasContent("x");
        assertThat(cache.resolve("models--some--word/refs/main")).hasContent(hub.commit("some/word"));
    }

    @Test
    void fetch_againOrOfNamesThatAreNone_asksNothing() {
        library().fetch("postcards?lora=some/style/" + WEIGHTS, (file, done, total) -> {});
        int before = hub.requests().size();

        library().fetch("postcards?lora=some/style/" + WEIGHTS, (file, done, total) -> {});
        library().fetch("nowhere", (file, done, total) -> {});

        assertThat(hub.requests()).hasSize(before);
    }

    @Test
    void fetchVerifier_ofTheHub_downloadsItOnce() {
        hub.put("some/judge", "tokenizer.json", "{}").put("some/judge", "model.onnx", "zz");
        List<String> told = new ArrayList<>();

        library().fetchVerifier("some/judge", (file, done, total) -> told.add(file + " " + done + "/" + total));
        int before = hub.requests().size();
        library().fetchVerifier("some/judge", (file, done, total) -> {});
        library().fetchVerifier(folder.toString(), (file, done, total) -> {});
        library().fetchVerifier("bundled", (file, done, total) -> {});

        assertThat(told).contains("tokenizer.json 2/4", "model.onnx 4/4");
        assertThat(hub.requests()).hasSize(before);
    }

    @Test
    void verify_oneFileOfTheHub_namesTheFile() {
        library().fetch("postcards?lora=some/style/" + WEIGHTS, (file, done, total) -> {});

        ModelCheckup checkup = library().verify("some/style/" + WEIGHTS, part -> {});

        assertThat(checkup.checks().getFirst()).isEqualTo(new ModelCheckup.Check(WEIGHTS, Optional.empty()));
        assertThat(checkup.files()).isEqualTo(1);
        assertThat(checkup.hashed()).isEqualTo(1);
    }

    @Test
    void verify_plainFolderWithASafetyChecker_knowsNoHashAndChecksItsTensors() throws IOException {
        Path model = folder.resolve("model");
        copy(Postcards.stableDiffusion(folder), model);
        assertThat(library().verify(model.toString(), part -> {}).checks()).allMatch(ModelCheckup.Check::passed);
        copy(Postcards.clip(folder), model.resolve("safety_checker")); // a CLIP without concepts

        ModelCheckup checkup = library().verify(model.toString(), part -> {});

        assertThat(checkup.hashed()).isZero();
        assertThat(checkup.files()).isPositive();
        assertThat(checkup.checks()).filteredOn(check -> !check.passed())
                .extracting(ModelCheckup.Check::part)
                .containsExactly("safety_checker");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void sheet_modelOfTheHubThatIsNotHere_asksNothingAndSaysWhatToDo() {
        assertThatThrownBy(() -> library().sheet("some/style")).hasMessageContaining("models pull some/style");
        assertThat(hub.requests()).isEmpty();
    }
}
