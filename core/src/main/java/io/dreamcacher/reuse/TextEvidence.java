package io.dreamcacher.reuse;

import java.util.List;
import java.util.Optional;

/**
 * Finds out what two prompts' texts say of each other: the comparison of their words, and the verifier's log odds. Thread-safe;
 * whoever made the parts closes them.
 */
public final class TextEvidence {
    private final PromptComparer comparer;
    private final Verifier verifier;

    /** Evidence by these two. */
    public TextEvidence(PromptComparer comparer, Verifier verifier) {
        this.comparer = comparer;
        this.verifier = verifier;
    }

    /** Prepares an asked prompt for all its candidates. */
    public EvidenceQuestion prepare(PromptContent asked) {
        return new EvidenceQuestion(asked.text(), comparer.prepare(asked.text()));
    }

    /** Whether this verifier gives the log odds; what was fitted on another's says nothing of them. */
    boolean isBy(Verifier.Description description) {
        return verifier.description().fingerprint().equals(description.fingerprint());
    }

    /** An asked prompt, ready to be compared. Thread-safe. */
    public final class EvidenceQuestion {
        private final String text;
        private final PromptComparer.ReadPrompt words;

        private EvidenceQuestion(String text, PromptComparer.ReadPrompt words) {
            this.text = text;
            this.words = words;
        }

        /** What the words alone tell, without the verifier. */
        public Evidence count(PromptContent stored) {
            return words.compare(stored.text());
        }

        /** The phrases that only one of the two has. */
        public PromptComparer.PhraseDifference differing(PromptContent stored) {
            return words.differing(stored.text());
        }

        /** Why texts alone must not decide, if there is a reason. */
        public Optional<String> objection(PromptContent stored) {
            return words.objection(stored.text());
        }

        /** What is known about it and a stored prompt; without the verifier where a prompt is longer than that reads. */
        public Evidence compare(PromptContent stored) {
            Evidence evidence = words.compare(stored.text());
            Verifier.Verdict verdict = verifier.verify(text, List.of(stored.text())).getFirst();
            double odds = verdict.probability() / (1 - verdict.probability());
            return verdict.cut() ? evidence : evidence.with(TextCalibration.VERIFIER, Math.log(odds));
        }
    }
}
