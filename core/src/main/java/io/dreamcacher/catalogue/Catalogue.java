package io.dreamcacher.catalogue;

import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The truth about every generation but its bytes. Every method that changes something is one transaction: durable when
 * it returns, and all or nothing when the process dies before. Thread-safe. A file that cannot be used is a
 * DreamCacherException with BAD_DATA, a full disk one with EXHAUSTED.
 */
public interface Catalogue extends AutoCloseable {
    /** How many images count as seen by one caller. */
    int REMEMBERED_AS_SEEN = 1_000;

    /** What this memory was fixed to when it was made. */
    MemoryIdentity identity();

    /**
     * Adds a generation and remembers its prompt, asked for once more and answered by this image from now on, in one
     * transaction.
     *
     * @param caller who asked; the image counts as seen by them
     * @return the changes made, ascending
     * @throws IllegalArgumentException when a vector's dimension is not the identity's, or the name is taken
     */
    List<Change> add(Generation generation, GenerationVectors vectors, Caller caller);

    /** A generation by its name; empty when there is none or it is being deleted. */
    Optional<Generation> byId(GenerationId id);

    /** The vectors of a generation; empty when there is none or it is being deleted. */
    Optional<GenerationVectors> vectors(GenerationId id);

    /** Every generation of an exact key, oldest first. */
    List<Generation> byKey(Scope scope, String key);

    /** The oldest generation of an exact key and seed. */
    Optional<Generation> byKey(Scope scope, String key, long seed);

    /**
     * Begins to delete a generation: it is gone from every lookup and listed in {@link #deletions} until
     * {@link #deleted}. Each prompt it answered is answered by the newest other generation of the same prompt and scope,
     * and is gone where there is none.
     *
     * @return the changes made; empty when there is no such generation
     */
    List<Change> delete(GenerationId id);

    /** Generations whose deletion began and whose image may still be there, in order of names. */
    List<GenerationId> deletions();

    /** The image of a deleted generation is gone too; nothing happens for any other name. */
    void deleted(GenerationId id);

    /** Generations, newest first, of one scope. */
    List<Generation> newest(Scope scope, int limit);

    /** Every generation after the given one in order of names, of any scope; starts with {@code ""}. */
    List<Generation> page(String afterId, int limit);

    /**
     * Remembers prompts without images, all in one transaction; keys already there are left as they are.
     *
     * @return the changes made, ascending: one for each prompt that is new
     * @throws IllegalArgumentException when a prompt has uses, an image or a vector of another dimension; nothing is added
     */
    List<Change> addPrompts(List<RememberedPrompt> prompts);

    /** A remembered prompt by its key. */
    Optional<RememberedPrompt> prompt(Scope scope, PromptKey key);

    /**
     * Counts answers from memory, all in one transaction: totals, the uses of their prompts (new ones are remembered when
     * the use has a vector), and seen by the caller. A prompt without an image is answered by the use's from now on,
     * unless that is deleted; one that has an image keeps it.
     *
     * @throws IllegalArgumentException when a vector's dimension is not the identity's; nothing is counted
     */
    List<Change> use(List<Use> uses);

    /** What this caller has seen: the last {@value #REMEMBERED_AS_SEEN} names; seeing one again makes it the last. */
    Set<GenerationId> seen(Caller caller);

    /** This image is no answer to this prompt, whatever its similarity. */
    void reject(Scope scope, PromptKey prompt, GenerationId id);

    /** The images that are no answer to this prompt. */
    Set<GenerationId> rejected(Scope scope, PromptKey prompt);

    /** Number of the last change; 0 for an empty catalogue. */
    long changeNumber();

    /**
     * Changes after a number, ascending; a generation added and deleted since may be reported as deleted only, and
     * intermediate states of a prompt may be left out. {@code changesAfter(0, …)}, page by page, is everything an index
     * needs to be rebuilt.
     */
    List<Change> changesAfter(long number, int limit);

    /** What one scope's memory holds and did. */
    Totals totals(Scope scope);

    /**
     * Refuses vectors this memory's CLIP cannot have made; shared by implementations.
     *
     * @throws IllegalArgumentException naming the vector and both dimensions
     */
    static void checkDimensions(MemoryIdentity identity, GenerationVectors vectors) {
        checkDimension(identity, vectors.prompt());
        vectors.joint().ifPresent(joint -> {
            checkDimension("text", identity.encoder().jointDimension(), joint.text());
            checkDimension("image", identity.encoder().jointDimension(), joint.image());
        });
    }

    /**
     * Refuses a prompt vector this memory's CLIP cannot have made; shared by implementations.
     *
     * @throws IllegalArgumentException naming both dimensions
     */
    static void checkDimension(MemoryIdentity identity, Embedding prompt) {
        checkDimension("prompt", identity.encoder().promptDimension(), prompt);
    }

    private static void checkDimension(String what, int expected, Embedding found) {
        if (found.dimension() != expected) {
            throw new IllegalArgumentException(
                    "the %s vector must have %d dimensions, as this memory's CLIP makes, found %d"
                            .formatted(what, expected, found.dimension()));
        }
    }

    /** Closes the file; everything acknowledged is in it. */
    @Override
    void close();
}
