package io.dreamcacher.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParserTrainingTest {
    private static final String SENTENCES = """
            # a red cat
            a\tDETERMINER\ta\t3\tdet
            red\tADJECTIVE\tred\t3\tamod
            cat\tNOUN\tcat\t0\troot

            # cats chase mice
            cats\tNOUN\tcat\t2\tnsubj
            chase\tVERB\tchase\t0\troot
            mice\tNOUN\tmouse\t2\tdobj

            # a cat in a box
            a\tDETERMINER\ta\t2\tdet
            cat\tNOUN\tcat\t0\troot
            in\tPREPOSITION\tin\t2\tprep
            a\tDETERMINER\ta\t5\tdet
            box\tNOUN\tbox\t3\tpobj

            """;

    @TempDir
    private Path folder;

    private Treebank treebank(String text) throws IOException {
        Path file = folder.resolve("prompts.conll.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Treebank.read(file);
    }

    @Test
    void train_fewSentences_areLearnt() throws IOException {
        Treebank treebank = treebank(SENTENCES.repeat(20));

        assertThat(ParserTraining.accuracy(new ParserTraining(1).train(treebank), treebank)).isEqualTo(1);
    }

    @Test
    void train_sameSeed_isTheSameModel() throws IOException {
        Treebank treebank = treebank(SENTENCES.repeat(5));

        assertThat(new ParserTraining(3).train(treebank)).isEqualTo(new ParserTraining(3).train(treebank));
    }

    @Test
    void of_promptsThatPass_areKept() throws IOException {
        assertThat(treebank(SENTENCES).of(prompt -> prompt.contains("cats")).sentences())
                .extracting(Treebank.Sentence::prompt)
                .containsExactly("cats chase mice");
    }

    @Test
    void read_lineWithoutALabel_isRefusedWithItsPrompt() {
        assertThatThrownBy(() -> treebank("# a cat\na\tDETERMINER\ta\t2\n\n")).hasMessageContaining("5 columns")
                .hasMessageContaining("a cat");
    }

    @Test
    void read_noModel_isRefused() {
        assertThatThrownBy(() -> ParserModel.read(new ByteArrayInputStream("parser".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class);
    }
}
