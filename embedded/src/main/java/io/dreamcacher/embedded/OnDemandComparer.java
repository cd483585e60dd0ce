package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.network.OnDemand;
import io.dreamcacher.reuse.PromptComparer;
import java.util.List;
import java.util.function.Supplier;

/** A comparer that is opened when it is first asked: reading a dictionary takes a second that most commands can do without. */
final class OnDemandComparer implements PromptComparer {
    private final OnDemand<PromptComparer> comparer;

    OnDemandComparer(Supplier<PromptComparer> opener) {
        this.comparer = new OnDemand<>("the comparer", opener, opened -> {});
    }

    @Override
    public List<Feature> features() {
        return comparer.shared().features();
    }

    @Override
    public ReadPrompt prepare(String prompt) {
        return comparer.shared().prepare(prompt);
    }
}
