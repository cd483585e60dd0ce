package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.ModelReader.ModelSheet;
import io.dreamcacher.diffusion.ModelVerifier.ModelCheckup;
import io.dreamcacher.diffusion.model.Model;
import io.dreamcacher.model.ModelRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CLIP exported to ONNX is known wherever a model can be named. Its graphs are not run here. */
class ExportedClipPlacesTest {
    @TempDir
    private Path folder;
    private Path export;

    @BeforeEach
    void write() throws IOException {
        export = Files.createDirectories(folder.resolve("export"));
        Path clip = Postcards.clip(folder.resolve("cache"));
        for (String text : List.of("vocab.json", "merges.txt", "tokenizer.json")) {
            if (Files.exists(clip.resolve(text))) {
                Files.copy(clip.resolve(text), export.resolve(text));
            }
        }
        Files.writeString(export.resolve("textual.onnx"), "a graph");
        Files.writeString(export.resolve("visual.onnx"), "another");
    }

    private ModelLibrary library() {
        return new ModelLibrary(folder.resolve("cache"), Map.of(), folder);
    }

    @Test
    void sheet_export_isAClipOfOnnx() {
        ModelSheet sheet = library().sheet(export.toString());

        assertThat(sheet.card().family()).isEqualTo(Model.Family.CLIP);
        assertThat(sheet.card().precision()).containsExactly("ONNX");
        assertThat(sheet.fingerprint().orElseThrow()).matches("[0-9a-f]{64}");
    }

    @Test
    void verify_export_asksForEachGraph() throws IOException {
        assertThat(library().verify(export.toString(), part -> {}).checks()).allMatch(ModelCheckup.Check::passed)
                .extracting(ModelCheckup.Check::part)
                .containsExactly("textual.onnx is there", "visual.onnx is there", "tokenizer");

        Files.delete(export.resolve("visual.onnx"));

        assertThat(library().verify(export.toString(), part -> {}).checks()).filteredOn(check -> !check.passed())
                .extracting(ModelCheckup.Check::part)
                .containsExactly("visual.onnx is there");
    }

    @Test
    void find_exportWithoutConfigs_isAClip() {
        ModelPlaces places = ModelPlaces.find(ModelRef.of(export.toString()),
                new ModelChoices(folder.resolve("cache"), NamedFiles.usual()));

        assertThat(places.repository()).isEmpty();
        assertThat(places.clip()).contains(export);
    }
}
