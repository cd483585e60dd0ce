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

    /**
     * How a memory goes about answering.
     *
     * @param waiting how many generations may wait in each line, 1 or more; generators of one place have one
     * @param tieBand images whose similarity is at most this much below the best one's are equally good, and one of them is
     *        taken at random, 0 to 1; 0 takes the best, or the oldest of equal ones
     * @param callersPerImage how many callers an image answers in a day before another one is made of the prompt, as long as
     *        there are not many of it; 0 for any number
     * @param checkedShare share of the answers by near images, and of the nearest that were turned down, that are checked
     *        beside a new image in the background, 0 to 1
     */
    public record Policy(int waiting, double tieBand, int callersPerImage, double checkedShare) {

        /** 32 waiting; half a hundredth; 200 callers; every fiftieth. */
        public static final Policy USUAL = new Policy(32, 0.005, 200, 0.02);

        /** Refuses what is no number of its kind. */
        public Policy {
            if (waiting < 1 || callersPerImage < 0) {
                throw new IllegalArgumentException(
                        "1 or more may wait and 0 or more callers share an image, found %d, %d"
                                .formatted(waiting, callersPerImage));
            }
            if (!(tieBand >= 0 && tieBand <= 1) || !(checkedShare >= 0 && checkedShare <= 1)) {
                throw new IllegalArgumentException("tie band and checked share must be from 0 to 1, found %s, %s"
                        .formatted(tieBand, checkedShare));
            }
        }

        /** One that checks nothing. */
        public static Policy unchecked(int waiting) {
            return new Policy(waiting, USUAL.tieBand, USUAL.callersPerImage, 0);
        }

        /** This policy with another length of the line. */
        public Policy withWaiting(int value) {
            return new Policy(value, tieBand, callersPerImage, checkedShare);
        }
    }

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
