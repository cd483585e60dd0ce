package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtProvider;
import io.dreamcacher.diffusion.network.SessionSettings.Provider;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class ProviderTest {
    @Test
    void named_everyShortName_isFoundAgain() {
        for (Provider provider : Provider.values()) {
            assertThat(Provider.named(provider.shortName())).contains(provider);
        }
        assertThat(Provider.named("tpu")).isEmpty();
    }

    @Test
    void isAvailable_theProcessor_always() {
        assertThat(Provider.CPU.isAvailable()).isTrue();
    }

    @Test
    void requireIn_runtimeBuiltWithoutIt_saysWhatThereIsAndWhatToDo() {
        Provider.CUDA.requireIn(EnumSet.of(OrtProvider.CPU, OrtProvider.CUDA));

        assertThatThrownBy(() -> Provider.CUDA.requireIn(EnumSet.of(OrtProvider.CPU, OrtProvider.CORE_ML)))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessage("The provider cuda must be part of the ONNX Runtime on the class path; that one has cpu, "
                        + "coreml. Put com.microsoft.onnxruntime:onnxruntime_gpu on the class path instead of "
                        + "onnxruntime, or choose the provider cpu.");
    }
}
