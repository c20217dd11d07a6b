// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abicheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The bridge for macOS that this build brings along, read as the dynamic linker would ({@code <mach-o/fat.h>}, {@code <mach-o/loader.h>},
 * {@code <mach-o/nlist.h>}, the code directory of {@code <kern/cs_blobs.h>}).
 */
class MacBridgeTest {
    private static final int CPU_X86_64 = 0x01000007;
    private static final int CPU_ARM64 = 0x0100000c;
    private static final int LC_SYMTAB = 0x2;
    private static final int LC_LOAD_DYLIB = 0xc;
    private static final int LC_ID_DYLIB = 0xd;
    private static final int LC_CODE_SIGNATURE = 0x1d;
    private static final int LC_BUILD_VERSION = 0x32;
    private static final int CS_ADHOC = 0x2;

    /** The slices by processor; the test is skipped where the build has no such bridge. */
    private static Map<Integer, Slice> slices() {
        try (InputStream in = Class.forName("org.mach4j.jni.Bridge").getResourceAsStream("macos/libmach4j-jni.dylib")) {
            if (in == null) {
                AppleCompiler.skip(
                        "the check of the bridge for macOS: this build has none; native/cross-build makes it");
            }
            byte[] bytes = in.readAllBytes();
            ByteBuffer file = ByteBuffer.wrap(bytes);
            assertThat(file.getInt(0)).as("FAT_MAGIC").isEqualTo(0xcafebabe);
            Map<Integer, Slice> slices = new TreeMap<>();
            for (int i = 0, at = 8; i < file.getInt(4); i++, at += 20) {
                int offset = file.getInt(at + 8);
                assertThat(offset % (1 << file.getInt(at + 16))).as("alignment").isZero();
                Slice slice = new Slice(file.slice(offset, file.getInt(at + 12)).order(ByteOrder.LITTLE_ENDIAN));
                assertThat(slice.bytes.getInt(4)).as("cputype").isEqualTo(file.getInt(at));
                slices.put(file.getInt(at), slice);
            }
            return slices;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** A Mach-O file: its load commands, each by its offset. */
    private static final class Slice {
        final ByteBuffer bytes;

        Slice(ByteBuffer bytes) {
            this.bytes = bytes;
            assertThat(bytes.getInt(0)).as("MH_MAGIC_64").isEqualTo(0xfeedfacf);
            assertThat(bytes.getInt(12)).as("MH_DYLIB").isEqualTo(6);
        }

        List<Integer> commands(int kind) {
            List<Integer> found = new ArrayList<>();
            for (int i = 0, at = 32; i < bytes.getInt(16); i++, at += bytes.getInt(at + 4)) {
                if (bytes.getInt(at) == kind) {
                    found.add(at);
                }
            }
            return found;
        }

        int command(int kind) {
            assertThat(commands(kind)).hasSize(1);
            return commands(kind).get(0);
        }

        String string(int offset) {
            int end = offset;
            while (bytes.get(end) != 0) {
                end++;
            }
            byte[] text = new byte[end - offset];
            bytes.get(offset, text);
            return new String(text, StandardCharsets.UTF_8);
        }

        /** The external symbols that it defines, or else those that it needs. */
        Set<String> symbols(boolean defined) {
            int table = command(LC_SYMTAB);
            Set<String> names = new TreeSet<>();
            for (int i = 0, at = bytes.getInt(table + 8); i < bytes.getInt(table + 12); i++, at += 16) {
                int type = bytes.get(at + 4);
                boolean external = (type & 0x01) != 0;
                boolean inSection = (type & 0x0e) == 0x0e;
                if (external && inSection == defined) {
                    names.add(string(bytes.getInt(table + 16) + bytes.getInt(at)));
                }
            }
            return names;
        }
    }

    @Test
    void itIsForBothProcessors() {
        assertThat(slices()).containsOnlyKeys(CPU_X86_64, CPU_ARM64);
    }

    @Test
    void itExportsTheNativeMethodsOfTheBridge() throws ClassNotFoundException {
        Set<String> methods = Stream.of(Class.forName("org.mach4j.jni.Bridge").getDeclaredMethods())
                .filter(method -> Modifier.isNative(method.getModifiers()))
                .map(method -> "_Java_org_mach4j_jni_Bridge_" + method.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(methods).hasSizeGreaterThan(4);
        for (Slice slice : slices().values()) {
            assertThat(slice.symbols(true)).containsAll(methods);
        }
    }

    @Test
    void itNeedsLibSystemAlone() {
        for (Slice slice : slices().values()) {
            assertThat(slice.commands(LC_LOAD_DYLIB))
                    .extracting(at -> slice.string(at + slice.bytes.getInt(at + 8)))
                    .containsExactly("/usr/lib/libSystem.B.dylib");
            assertThat(slice.symbols(false))
                    .containsExactlyInAnyOrder(
                            "_calloc", "_dlerror", "_dlopen", "_dlsym", "_free", "_strcmp", "dyld_stub_binder");
            int id = slice.command(LC_ID_DYLIB);
            assertThat(slice.string(id + slice.bytes.getInt(id + 8))).isEqualTo("@rpath/libmach4j-jni.dylib");
        }
    }

    @Test
    void itRunsOnMacOs11AndLater() {
        for (Slice slice : slices().values()) {
            int version = slice.command(LC_BUILD_VERSION);
            assertThat(slice.bytes.getInt(version + 8)).as("PLATFORM_MACOS").isEqualTo(1);
            assertThat(slice.bytes.getInt(version + 12)).as("minos").isEqualTo(11 << 16);
        }
    }

    /** macOS loads nothing unsigned on arm64; on Intel it asks for no signature, and Apple's own linker makes none there. */
    @Test
    void itsArm64HalfIsSignedAdHocAndUnchangedSince() throws NoSuchAlgorithmException {
        Slice slice = slices().get(CPU_ARM64);
        int offset = slice.bytes.getInt(slice.command(LC_CODE_SIGNATURE) + 8);
        ByteBuffer signature = slice.bytes.slice(offset, slice.bytes.limit() - offset); // big-endian, as slices are
        assertThat(signature.getInt(0)).as("CSMAGIC_EMBEDDED_SIGNATURE").isEqualTo(0xfade0cc0);
        assertThat(signature.getInt(12)).as("CSSLOT_CODEDIRECTORY").isZero();
        int begin = signature.getInt(16);
        ByteBuffer directory = signature.slice(begin, signature.limit() - begin);
        assertThat(directory.getInt(0)).as("CSMAGIC_CODEDIRECTORY").isEqualTo(0xfade0c02);
        assertThat(directory.getInt(12) & CS_ADHOC).isEqualTo(CS_ADHOC);
        int hashes = directory.getInt(16);
        int pages = directory.getInt(28);
        int codeLimit = directory.getInt(32);
        assertThat(directory.get(36)).as("hash size").isEqualTo((byte) 32);
        assertThat(directory.get(37)).as("SHA-256").isEqualTo((byte) 2);
        int pageSize = 1 << directory.get(39);
        assertThat(codeLimit).isEqualTo(offset);
        assertThat(pages).isEqualTo((codeLimit + pageSize - 1) / pageSize);
        for (int page = 0; page < pages; page++) {
            int start = page * pageSize;
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(slice.bytes.slice(start, Math.min(pageSize, codeLimit - start)));
            byte[] expected = new byte[32];
            directory.get(hashes + 32 * page, expected);
            assertThat(sha.digest()).as("page %d", page).isEqualTo(expected);
        }
    }
}
