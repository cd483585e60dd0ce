package io.dreamcacher.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.embedded.EngineOptions;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.memory.MemoryParts;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.Reuse;
import io.dreamcacher.reuse.ErrorBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSettingsTest {
    @TempDir
    private Path folder;

    private ServiceOptions read(Map<String, String> flags, Map<String, String> environment) {
        return ServiceSettings.read(MemoryOptions.at(folder), flags, environment);
    }

    private void file(String text) throws IOException {
        Files.writeString(folder.resolve(ServiceSettings.FILE), text);
    }

    @Test
    void read_nothingSet_isTheUsual() {
        assertThat(read(Map.of(), Map.of())).isEqualTo(ServiceOptions.of(MemoryOptions.at(folder)));
    }

    @Test
    void read_everyKeyInTheFile_isTaken() throws IOException {
        file("""
                host = 0.0.0.0
                port = 0
                model = /models/sd
                clip = /models/clip
                waiting = 3
                patience = 1
                prompt-characters = 100
                pixels = 4096
                steps = 20
                count = 2
                upload-bytes = 1000
                low-memory = true
                provider = cuda
                safety = refuse
                verifier = /models/verifier
                images = s3://dreams/shop
                reuse = similar
                budget = 0.5%
                """);

        assertThat(read(Map.of(), Map.of())).isEqualTo(new ServiceOptions(
                MemoryOptions.at(folder)
                        .withModel("/models/sd")
                        .withClip("/models/clip")
                        .withWaiting(3)
                        .withEngine(new EngineOptions(true, "cuda", "refuse", "/models/verifier"))
                        .withPatience(Duration.ofSeconds(1)),
                "0.0.0.0", 0, new ServiceLimits(100, 4096, 20, 2, 251_658_240, 1000, 30),
                MemoryIntent.of(Reuse.SIMILAR, new ErrorBudget(0.005)), Optional.of("s3://dreams/shop")));
    }

    @Test
    void read_unknownReuseAndBudget_areToldTogether() throws IOException {
        file("reuse = sometimes\nbudget = 80%");

        assertThatThrownBy(() -> read(Map.of(), Map.of())).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("reuse must be one of off, exact, similar, refine, but \"sometimes\" was given.")
                .hasMessageContaining("from 0 to 50 %");
    }

    @Test
    void read_unknownProvider_namesTheKnown() throws IOException {
        file("provider = abacus\nlow-memory = perhaps");

        assertThatThrownBy(() -> read(Map.of(), Map.of())).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("The provider must be one of cpu, cuda, coreml, directml; found \"abacus\".")
                .hasMessageContaining("low-memory must be true or false, but \"perhaps\" was given.");
    }

    @Test
    void read_flagEnvironmentAndFile_winInThisOrder() throws IOException {
        file("port = 1\nsteps = 1\ncount = 1");

        ServiceOptions options = read(Map.of("port", "3"), Map.of("DREAMCACHER_PORT", "2", "DREAMCACHER_STEPS", "2"));

        assertThat(options.port()).isEqualTo(3);
        assertThat(options.limits().steps()).isEqualTo(2);
        assertThat(options.limits().count()).isEqualTo(1);
    }

    @Test
    void read_namedFile_replacesTheFoldersOwn() throws IOException {
        file("port = 1");
        Path other = Files.writeString(folder.resolve("other.properties"), "steps = 7");

        assertThat(read(Map.of("config", other.toString()), Map.of()).port()).isEqualTo(ServiceOptions.USUAL_PORT);
        assertThat(read(Map.of(), Map.of("DREAMCACHER_CONFIG", other.toString())).limits().steps()).isEqualTo(7);
    }

    @Test
    void read_policy_isReadAsSharesAndPercent() throws IOException {
        file("tie-band = 0.02\nchecked-share = 5%\ncallers-per-picture = 7");

        assertThat(read(Map.of(), Map.of()).memory().policy()).isEqualTo(new MemoryParts.Policy(32, 0.02, 7, 0.05));
        assertThatThrownBy(() -> read(Map.of("checked-share", "200%"), Map.of()))
                .hasMessageContaining("checked-share must be a share from 0 to 1, or percent (2%), but")
                .hasMessageContaining("200%");
    }

    @Test
    void read_severalMistakes_areAllSaid() throws IOException {
        file("prot = 1\nsteps = many");

        assertThatThrownBy(() -> read(Map.of(), Map.of("DREAMCACHER_COUNT", "0")))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("has the key \"prot\", which is not known; known are budget, "
                        + "callers-per-picture, checked-share, clip, count, host")
                .hasMessageContaining(
                        "steps must be a whole number of 1 or more, but " + folder.resolve(ServiceSettings.FILE)
                                + " says \"many\".")
                .hasMessageContaining("count must be a whole number of 1 or more, but DREAMCACHER_COUNT says \"0\".");
    }

    @Test
    void read_portTooHigh_isASentence() {
        assertThatThrownBy(() -> read(Map.of("port", "65536"), Map.of()))
                .hasMessage("A port is a number from 0 to 65535, but --port 65536 was given.");
    }

    @Test
    void read_missingNamedFile_isASentence() {
        assertThatThrownBy(() -> read(Map.of("config", folder.resolve("none").toString()), Map.of()))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("must be a readable properties file in UTF-8")
                .hasMessageContaining("none");
    }

    @Test
    void listed_commasInNames_areReadAgain() {
        List<ModelRef> models = List.of(ModelRef.of("/models/a, b.safetensors"), ModelRef.of("postcards"));

        ServiceOptions options = read(
                Map.of("model", ServiceSettings.listed(models.stream().map(ModelRef::toString).toList())), Map.of());

        assertThat(options.memory().models().stream().map(ModelRef::parse).toList()).isEqualTo(models);
    }
}
