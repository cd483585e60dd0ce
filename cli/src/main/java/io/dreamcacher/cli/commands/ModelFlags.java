package io.dreamcacher.cli.commands;

import io.dreamcacher.embedded.ModelReference;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that say which weights draw, and in which arithmetic. */
final class ModelFlags {
    @Option(names = "--model", paramLabel = "NAME", description = "postcards, a folder, a checkpoint file, or a repository of the Hugging Face hub.")
    private Optional<String> model;

    @Option(names = "--vae", paramLabel = "NAME", description = "An autoencoder instead of the model's: folder, file, or hub repository.")
    private Optional<String> vae;

    @Option(names = "--lora", paramLabel = "FILE[:SCALE]", description = "A LoRA merged into the weights; may be given again.")
    private List<String> loras = List.of();

    @Option(names = "--embedding", paramLabel = "FILE", description = "A textual inversion: a word more for prompts; may be given again.")
    private List<String> embeddings = List.of();

    @Option(names = "--precision", paramLabel = "exact|fast", description = "Arithmetic: as the weights are, or 8-bit integers.")
    private Optional<String> precision;

    @Option(names = "--noise", paramLabel = "NAME", description = "torch-cpu (as diffusers on a CPU) or torch-cuda (as AUTOMATIC1111 on a GPU).")
    private Optional<String> noise;

    /** The model alone; empty for the default. */
    Optional<String> name() {
        return model.map(given -> ModelReference.of(ModelReference.parse(MemoryFlags.model(given)).name()).toString());
    }

    /** The model and everything laid over it, as one name; empty when nothing was said. */
    Optional<String> reference() {
        ModelReference reference = ModelReference.parse(model.map(MemoryFlags::model).orElse(""));
        reference = vae.map(MemoryFlags::absolute).map(reference::withVae).orElse(reference);
        for (String lora : loras) {
            ModelReference.Lora parsed = ModelReference.Lora.parse(lora);
            reference = reference
                    .withLora(new ModelReference.Lora(MemoryFlags.absolute(parsed.file()), parsed.scale()));
        }
        for (String embedding : embeddings) {
            reference = reference.withEmbedding(MemoryFlags.absolute(embedding));
        }
        reference = precision.map(reference::withPrecision).orElse(reference);
        reference = noise.map(reference::withNoise).orElse(reference);
        return Optional.of(reference.toString()).filter(text -> !text.isEmpty());
    }
}
