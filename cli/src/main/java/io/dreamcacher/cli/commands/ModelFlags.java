package io.dreamcacher.cli.commands;

import io.dreamcacher.api.RequestPatch.RenderingPatch;
import io.dreamcacher.model.ModelLine;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.model.Rendering;
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
        return model.map(given -> ModelRef.of(ModelLine.parse(MemoryFlags.model(given)).model().base()).toString());
    }

    /** The model, its adapters and the way it computes, as one name; empty when nothing was said. */
    Optional<String> reference() {
        ModelLine given = line();
        return said(new ModelLine(given.model(), new Rendering(precision, noise, Optional.empty())
                .over(given.rendering())));
    }

    /** The model and its adapters as one name, for requests that say by themselves how it computes. */
    Optional<String> adapted() {
        return said(line());
    }

    /** The way of computing that the flags ask for, with what another flag says about safety. */
    RenderingPatch rendering(Optional<String> safety) {
        return new RenderingPatch(precision, noise, safety);
    }

    private static Optional<String> said(ModelLine line) {
        return Optional.of(line.toString()).filter(text -> !text.isEmpty());
    }

    private ModelLine line() {
        ModelLine given = ModelLine.parse(model.map(MemoryFlags::model).orElse(""));
        ModelRef ref = given.model();
        ref = vae.map(ModelFlags::part).map(ref::withVae).orElse(ref);
        for (String lora : loras) {
            ModelRef.Lora parsed = ModelRef.Lora.ofFile(lora);
            ref = ref.withLora(new ModelRef.Lora(part(parsed.part().name()), parsed.scale()));
        }
        for (String embedding : embeddings) {
            ref = ref.withEmbedding(part(embedding));
        }
        return new ModelLine(ref, given.rendering());
    }

    private static ModelRef.Part part(String name) {
        return ModelRef.Part.of(MemoryFlags.absolute(name));
    }
}
