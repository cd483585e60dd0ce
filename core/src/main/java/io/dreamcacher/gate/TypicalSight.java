package io.dreamcacher.gate;

import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;

/** An image nobody has made, as a model mostly draws its prompt. */
final class TypicalSight implements Gate.Sight {
    private final Calibration.Typical typical;
    private final String prompt;
    private final ToDoubleBiFunction<String, String> texts;

    TypicalSight(Calibration.Typical typical, String prompt, ToDoubleBiFunction<String, String> texts) {
        this.typical = typical;
        this.prompt = prompt;
        this.texts = texts;
    }

    @Override
    public OptionalDouble image(String text) {
        return OptionalDouble.of(typical.image(texts.applyAsDouble(text, prompt)));
    }

    @Override
    public OptionalDouble texts(String one, String other) {
        return OptionalDouble.of(texts.applyAsDouble(one, other));
    }
}
