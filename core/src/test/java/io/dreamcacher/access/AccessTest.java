package io.dreamcacher.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final Scope OWN = new Scope("own");
    private static final Scope SHARED = new Scope("shared");

    private static Access with(Right... rights) {
        return new Access(new Caller("visitor"), Set.of(OWN, SHARED), OWN, Set.of(rights));
    }

    private static FailureCategory categoryOf(Runnable asking) {
        try {
            asking.run();
            throw new AssertionError("it was let through");
        } catch (DreamCacherException e) {
            return e.category();
        }
    }

    @ParameterizedTest
    @EnumSource(Right.class)
    void require_rightThatIsNotThere_isForbiddenInWords(Right right) {
        Set<Right> others = EnumSet.complementOf(EnumSet.of(right));

        assertThatCode(() -> with(right).require(right)).doesNotThrowAnyException();
        assertThatThrownBy(() -> with(others.toArray(Right[]::new)).require(right)).hasMessage(
                "This needs a caller who may %s, but this one may not; ask whoever looks after this memory."
                        .formatted(right.phrase()));
        assertThat(categoryOf(() -> with().require(right))).isEqualTo(FailureCategory.FORBIDDEN);
    }

    @Test
    void require_ofAProgram_saysSo() {
        Access program = new Access(Caller.LOCAL, Set.of(OWN), OWN, Set.of());

        assertThatThrownBy(() -> program.require(Right.READ))
                .hasMessageContaining("a caller who may read this memory, but this program may not");
    }

    @ParameterizedTest
    @CsvSource({"ADMINISTER, own, false, true", "ADMINISTER, shared, false, true", "ADMINISTER, shared, true, true",
            "DELETE_OWN, own, true, true", "DELETE_OWN, own, false, false", "DELETE_OWN, shared, true, false",
            "DELETE_OWN, shared, false, false", "WRITE, own, true, false", "READ, own, true, false"})
    void requireDeleting_isForAdministratorsAndThoseWhoHadItMade(Right right, String scope, boolean own, boolean may) {
        Runnable deleting = () -> with(right).requireDeleting(new Scope(scope), own);

        if (may) {
            deleting.run();
        } else {
            assertThat(categoryOf(deleting)).isEqualTo(FailureCategory.FORBIDDEN);
        }
    }

    @Test
    void new_writeScopeThatCannotBeRead_isRefused() {
        assertThatThrownBy(() -> new Access(Caller.LOCAL, Set.of(SHARED), OWN, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("what is written must be readable, but own is not among");
    }

    @Test
    void new_whatItIsGiven_isCopied() {
        Set<Scope> scopes = new HashSet<>(Set.of(OWN));
        Set<Right> rights = EnumSet.of(Right.READ);
        Access access = new Access(Caller.LOCAL, scopes, OWN, rights);

        scopes.add(SHARED);
        rights.add(Right.ADMINISTER);

        assertThat(access.reads(SHARED)).isFalse();
        assertThat(access.has(Right.ADMINISTER)).isFalse();
    }

    @Test
    void local_hasEveryRightInThePublicScopeAlone() {
        assertThat(Access.LOCAL.rights()).containsExactlyInAnyOrder(Right.values());
        assertThat(Access.LOCAL.reads(Scope.PUBLIC)).isTrue();
        assertThat(Access.LOCAL.reads(OWN)).isFalse();
    }

    @Test
    void sortedReadScopes_areInOrderOfNames() {
        Access access = new Access(Caller.LOCAL, Set.of(SHARED, OWN, new Scope("a"), new Scope("z")), OWN, Set.of());

        assertThat(access.sortedReadScopes()).extracting(Scope::name).isEqualTo(List.of("a", "own", "shared", "z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "public", "team-1", "_", "-", "a.b_c-d", "0"})
    void scope_safeNames_areTaken(String name) {
        assertThat(new Scope(name).name()).isEqualTo(name);
        assertThat(Scope.isOne(name)).isTrue();
    }

    /** They become folders and parts of addresses. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "a\\b", "A", "ä", "a b", "a\n", "a\0", "*", "a%2fb"})
    void scope_otherNames_areRefused(String name) {
        assertThat(Scope.isOne(name)).isFalse();
        assertThat(categoryOf(() -> new Scope(name))).isEqualTo(FailureCategory.BAD_REQUEST);
    }

    @Test
    void lengths_atTheEnds() {
        assertThat(Scope.isOne("a".repeat(64))).isTrue();
        assertThat(Scope.isOne("a".repeat(65))).isFalse();
        assertThat(new Caller("c".repeat(128)).id()).hasSize(128);
        assertThatThrownBy(() -> new Caller("c".repeat(129)))
                .hasMessage("A caller id is 1 to 128 characters, but one of 129 was given.");
        assertThatThrownBy(() -> new Caller(" ")).isInstanceOf(DreamCacherException.class);
    }
}
