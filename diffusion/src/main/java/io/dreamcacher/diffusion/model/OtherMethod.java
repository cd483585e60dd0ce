package io.dreamcacher.diffusion.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ways to store a change of weights that are not LoRA, told by the names of their tensors. */
enum OtherMethod {
    DORA("DoRA", "\\.dora_scale$|\\.lora_magnitude_vector"), LOHA("LoHa", "\\.hada_[wt]\\d"), LOKR("LoKr",
            "\\.lokr_[wt]\\d"), TUCKER("LoCon with a Tucker decomposition", "\\.lora_mid\\."), OFT("OFT",
                    "\\.oft_"), BIASES("LoRA with biases",
                            "\\.lora_[AB]\\.bias$"), DIFFERENCES("whole differences of weights", "\\.diff(_b)?$");

    private final String title;
    private final Pattern mark;

    OtherMethod(String title, String mark) {
        this.title = title;
        this.mark = Pattern.compile(mark);
    }

    /** The method that a tensor belongs to; empty if none here. */
    static Optional<OtherMethod> of(String tensor) {
        return Arrays.stream(values()).filter(method -> method.mark.matcher(tensor).find()).findFirst();
    }

    /** Its name, for people. */
    String title() {
        return title;
    }
}
