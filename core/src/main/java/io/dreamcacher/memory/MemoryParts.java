package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.generator.ImageGenerators;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.index.IndexSource;
import io.dreamcacher.lease.Leases;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What a memory is made of. The memory owns catalogue, index, encoder and generators and closes them.
 *
 * @param images where the image files are, what reads and writes them, and what else is kept of them
 * @param catalogue the truth about them
 * @param index what is searched
 * @param engine what makes images, and judges them
 * @param leases claims of every process that remembers in the same place; closed by whoever made them
 * @param clock tells when an image was made
 * @param random draws seeds and names; a secure one where names must not be guessed
 */
public record MemoryParts(ImageParts images, Catalogue catalogue, IndexSource index,
        Engine engine, Leases leases, InstantSource clock, RandomGenerator random) {
    /**
     * What makes images, and judges them.
     *
     * @param encoder the memory's one CLIP
     * @param generators the models that make images
     * @param gates the gate for a model, from its calibration
     */
    public record Engine(SearchEncoder encoder, ImageGenerators generators,
            Function<GeneratorDescription, Gate> gates) {}

    /** What others keep of prompts and images beside the memory, such as lists of what could not be drawn. */
    public interface Traces {
        /** Nobody keeps anything. */
        Traces NONE = (prompts, images) -> {};

        /** Takes out what is kept of these. */
        void forget(Set<PromptKey> prompts, Set<GenerationId> images);
    }

    /** These parts with other generators. */
    public MemoryParts withGenerators(ImageGenerators value) {
        return new MemoryParts(images, catalogue, index, new Engine(engine.encoder, value, engine.gates), leases, clock,
                random);
    }

    /** These parts with another image store, mostly one around this one. */
    public MemoryParts withImages(ImageStore value) {
        return new MemoryParts(images.withStore(value), catalogue, index, engine, leases, clock, random);
    }

    /** These parts with another catalogue, mostly one around this one. */
    public MemoryParts withCatalogue(Catalogue value) {
        return new MemoryParts(images, value, index, engine, leases, clock, random);
    }
}
