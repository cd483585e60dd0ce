package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Recognises, by their first bytes, files that only their name makes weight files. */
final class ForeignContent {
    /** How many bytes it takes to tell. */
    static final int LENGTH = 16;

    private static final List<Kind> KINDS = List.of(
            new Kind("PK\u0003\u0004",
                    "a zip archive, as PyTorch's pickled checkpoints are, which can run code when read",
                    "Get the safetensors version of this model"),
            new Kind("\u0080\u0002", "a pickle, which can run code when read",
                    "Get the safetensors version of this model"),
            new Kind("\u0080\u0004", "a pickle, which can run code when read",
                    "Get the safetensors version of this model"),
            new Kind("version https://", "a pointer of Git LFS to the file that was not downloaded",
                    "Run git lfs pull, or download it again"),
            new Kind("<!", "a web page", "Download it again, signed in if the model asks for it"),
            new Kind("<html", "a web page", "Download it again, signed in if the model asks for it"),
            new Kind("GGUF", "a GGUF file, a format that is not supported",
                    "Get the safetensors version of this model"));

    private record Kind(String beginning, String description, String advice) {}

    private ForeignContent() {}

    /** Refuses a file that begins like another kind of file. */
    static void refuse(Path file, byte[] beginning) {
        String text = new String(beginning, StandardCharsets.ISO_8859_1);
        for (Kind kind : KINDS) {
            if (text.startsWith(kind.beginning)) {
                throw new DreamCacherException(FailureCategory.BAD_MODEL, "%s must be a safetensors file; it is %s. %s."
                        .formatted(file, kind.description, kind.advice));
            }
        }
    }
}
