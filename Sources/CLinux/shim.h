// What Glibc's Swift module hides: calls that need _GNU_SOURCE, and macros that Swift cannot import.
// Header-only on purpose: _GNU_SOURCE for a whole target would change the types of accept, connect and bind.
#pragma once
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <linux/openat2.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef SOCK_NONBLOCK
#define SOCK_NONBLOCK 04000
#endif
#ifndef SOCK_CLOEXEC
#define SOCK_CLOEXEC 02000000
#endif

// syscall(2) takes variadic arguments, which Swift cannot call.
long syscall(long number, ...);

static inline int clinux_openat2(int folder, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve) {
    struct open_how how;
    memset(&how, 0, sizeof how);
    how.flags = flags;
    how.mode = mode;
    how.resolve = resolve;
    return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
}

static inline int clinux_accept4(int listening, int flags) {
    return (int)syscall(SYS_accept4, listening, NULL, NULL, flags);
}

static inline int clinux_syncfs(int fd) { return (int)syscall(SYS_syncfs, fd); }

static inline int clinux_memfd_create(const char *name, unsigned flags) {
    return (int)syscall(SYS_memfd_create, name, flags);
}

static inline int clinux_close_range(unsigned first, unsigned last, unsigned flags) {
    return (int)syscall(SYS_close_range, first, last, flags);
}

// struct ucred, which needs _GNU_SOURCE.
typedef struct {
    pid_t pid;
    uid_t uid;
    gid_t gid;
} clinux_peer;

static inline int clinux_peer_credentials(int fd, clinux_peer *peer) {
    socklen_t length = sizeof *peer;
    return getsockopt(fd, SOL_SOCKET, 17 /* SO_PEERCRED */, peer, &length);
}

static const uint64_t CLINUX_RESOLVE_BENEATH = RESOLVE_BENEATH;
static const uint64_t CLINUX_RESOLVE_NO_SYMLINKS = RESOLVE_NO_SYMLINKS;
static const uint64_t CLINUX_RESOLVE_NO_MAGICLINKS = RESOLVE_NO_MAGICLINKS;
static const int32_t CLINUX_O_PATH = 010000000;

// epoll_event is a packed struct on some architectures; these carry its two fields apart.
typedef struct {
    uint64_t token;
    uint32_t events;
} clinux_epoll_event;

static inline int clinux_epoll_control(int epoll, int operation, int fd, uint32_t events, uint64_t token) {
    struct epoll_event event;
    memset(&event, 0, sizeof event);
    event.events = events;
    event.data.u64 = token;
    return epoll_ctl(epoll, operation, fd, &event);
}

static inline int clinux_epoll_wait(int epoll, clinux_epoll_event *found, int capacity, int timeout_ms) {
    struct epoll_event events[128];
    if (capacity > 128) capacity = 128;
    int count = epoll_wait(epoll, events, capacity, timeout_ms);
    for (int index = 0; index < count; index++) {
        found[index].events = events[index].events;
        found[index].token = events[index].data.u64;
    }
    return count;
}

static const uint32_t CLINUX_EPOLLIN = EPOLLIN;
static const uint32_t CLINUX_EPOLLOUT = EPOLLOUT;
static const uint32_t CLINUX_EPOLLHUP = EPOLLHUP;
static const uint32_t CLINUX_EPOLLERR = EPOLLERR;

// struct statfs and the function of the same name cannot both be named in Swift.
static inline int clinux_file_system_type(int fd, uint64_t *type) {
    struct statfs found;
    int result = fstatfs(fd, &found);
    if (result == 0) *type = (uint64_t)(uint32_t)found.f_type;
    return result;
}

// One directory's entries as the kernel packs them, without malloc and without readdir's lock.
static inline long clinux_getdents(int fd, void *buffer, size_t size) {
    return syscall(SYS_getdents64, fd, buffer, size);
}

// pthread_setname_np of the calling thread, which needs _GNU_SOURCE.
static inline void clinux_name_thread(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}

// SHA-256's compression with the processor's own instructions (Intel SHA extensions). The target attribute lets
// one function use them without build flags; ask clinux_has_sha256 first.
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static inline int clinux_has_sha256(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & (1u << 9)) || !(c & (1u << 19))) return 0;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
    return (b >> 29) & 1;
}

__attribute__((target("sha,sse4.1,ssse3"))) static inline void clinux_sha256_blocks(
    uint32_t *state, const uint32_t *constants, const uint8_t *data, size_t blocks) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    __m128i words[4], message, saved0, saved1;
    __m128i mixed = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)&state[0]), 0xB1);
    __m128i state1 = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)&state[4]), 0x1B);
    __m128i state0 = _mm_alignr_epi8(mixed, state1, 8);
    state1 = _mm_blend_epi16(state1, mixed, 0xF0);
    for (; blocks > 0; blocks--, data += 64) {
        saved0 = state0;
        saved1 = state1;
#pragma clang loop unroll(full)
        for (int group = 0; group < 16; group++) {
            __m128i *word = &words[group & 3];
            if (group < 4) {
                *word = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(data + 16 * group)), big_endian);
            } else {
                const __m128i last = words[(group + 3) & 3];
                const __m128i shifted = _mm_alignr_epi8(last, words[(group + 2) & 3], 4);
                *word = _mm_sha256msg1_epu32(*word, words[(group + 1) & 3]);
                *word = _mm_sha256msg2_epu32(_mm_add_epi32(*word, shifted), last);
            }
            message = _mm_add_epi32(*word, _mm_loadu_si128((const __m128i *)&constants[4 * group]));
            state1 = _mm_sha256rnds2_epu32(state1, state0, message);
            state0 = _mm_sha256rnds2_epu32(state0, state1, _mm_shuffle_epi32(message, 0x0E));
        }
        state0 = _mm_add_epi32(state0, saved0);
        state1 = _mm_add_epi32(state1, saved1);
    }
    mixed = _mm_shuffle_epi32(state0, 0x1B);
    state1 = _mm_shuffle_epi32(state1, 0xB1);
    _mm_storeu_si128((__m128i *)&state[0], _mm_blend_epi16(mixed, state1, 0xF0));
    _mm_storeu_si128((__m128i *)&state[4], _mm_alignr_epi8(state1, mixed, 8));
}
#else
static inline int clinux_has_sha256(void) { return 0; }
static inline void clinux_sha256_blocks(
    uint32_t *state, const uint32_t *constants, const uint8_t *data, size_t blocks) {
    (void)state, (void)constants, (void)data, (void)blocks;
}
#endif

// sendmsg of one descriptor and nothing else: the CMSG_ macros cannot be imported.
static inline int clinux_send_descriptor(int socket, int fd) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message;
    memset(&control, 0, sizeof control);
    memset(&message, 0, sizeof message);
    message.msg_control = control.space;
    message.msg_controllen = sizeof control.space;
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
    return (int)sendmsg(socket, &message, MSG_NOSIGNAL);
}

static const uint32_t CLINUX_MFD_CLOEXEC = 1;
static const uint32_t CLINUX_MFD_ALLOW_SEALING = 2;

// F_ADD_SEALS with SHRINK, GROW, WRITE and SEAL.
static inline int clinux_seal(int fd) {
    return fcntl(fd, 1024 + 9, 0x2 | 0x4 | 0x8 | 0x1);
}

static const uint32_t CLINUX_IN_ISDIR = IN_ISDIR;

// --- A program confined -------------------------------------------------------------------------------------------
// Between fork and exec only calls that are safe in a signal handler may be made, so all of it is one C function.
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>

#define CLINUX_CONFINED_NETWORK 1u
#define CLINUX_CONFINED_FILES 2u
#define CLINUX_CONFINED_CALLS 4u

typedef struct {
    const char *path;
    char *const *arguments;
    char *const *environment;
    int input;
    int output;
    int errors;
    // Receives four bytes, the CLINUX_CONFINED_ bits that hold, and four more, errno, where exec is refused.
    int report;
    uint64_t cpu_seconds;
    uint64_t memory_bytes;
    // Which of the CLINUX_CONFINED_ bits to try.
    uint32_t wanted;
} clinux_program;

#if defined(__x86_64__)
#define CLINUX_AUDIT_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define CLINUX_AUDIT_ARCH AUDIT_ARCH_AARCH64
#endif

static inline void clinux_limit(int resource, uint64_t soft, uint64_t hard) {
    struct rlimit limit;
    limit.rlim_cur = soft;
    limit.rlim_max = hard;
    (void)setrlimit((__typeof__(RLIMIT_CPU))resource, &limit);
}

// Allows this process `wanted` open files, or as many as its hard limit has; gives the limit that then holds.
static inline uint64_t clinux_allow_open_files(uint64_t wanted) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    if (limit.rlim_cur >= wanted) return limit.rlim_cur;
    uint64_t before = limit.rlim_cur;
    limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : before;
}

// Nothing can be written, made or removed, but in /dev/null; where the kernel knows it, no TCP and no signals out.
static inline int clinux_forbid_writing(void) {
    struct {
        uint64_t files, network, scopes;
    } rules;
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return 0;
    memset(&rules, 0, sizeof rules);
    rules.files = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                  LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                  LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                  LANDLOCK_ACCESS_FS_MAKE_SYM;
    if (version >= 2) rules.files |= 1ull << 13;  // REFER
    if (version >= 3) rules.files |= 1ull << 14;  // TRUNCATE
    if (version >= 4) rules.network = 3;          // BIND_TCP, CONNECT_TCP
    if (version >= 6) rules.scopes = 3;           // ABSTRACT_UNIX_SOCKET, SIGNAL
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    if (ruleset < 0) return 0;
    struct landlock_path_beneath_attr null_device;
    memset(&null_device, 0, sizeof null_device);
    null_device.allowed_access = LANDLOCK_ACCESS_FS_WRITE_FILE;
    null_device.parent_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null_device.parent_fd >= 0) {
        (void)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &null_device, 0);
        close(null_device.parent_fd);
    }
    int result = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
    close(ruleset);
    return result == 0;
}

// No sockets, and no way out of the process group, so that killing the group kills every child.
static inline int clinux_forbid_calls(void) {
#if defined(CLINUX_AUDIT_ARCH)
#define CLINUX_FORBID(call) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CLINUX_AUDIT_ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#if defined(__x86_64__)
        // The x32 numbers name the same calls.
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
#endif
        CLINUX_FORBID(SYS_socket),
        CLINUX_FORBID(SYS_connect),
        CLINUX_FORBID(SYS_setsid),
        CLINUX_FORBID(SYS_setpgid),
        CLINUX_FORBID(SYS_ptrace),
        CLINUX_FORBID(SYS_process_vm_writev),
        CLINUX_FORBID(SYS_pidfd_getfd),
        CLINUX_FORBID(SYS_unshare),
        CLINUX_FORBID(SYS_setns),
        CLINUX_FORBID(SYS_mount),
        CLINUX_FORBID(SYS_bpf),
        CLINUX_FORBID(SYS_perf_event_open),
        CLINUX_FORBID(SYS_userfaultfd),
        CLINUX_FORBID(SYS_keyctl),
        CLINUX_FORBID(SYS_add_key),
        CLINUX_FORBID(425 /* io_uring_setup */),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
#undef CLINUX_FORBID
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
#else
    return 0;
#endif
}

static inline void clinux_become(const clinux_program *program, pid_t parent) {
    uint32_t confined = 0;
    sigset_t none;
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != parent) _exit(127);
    for (int number = 1; number < 32; number++) (void)signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (dup2(program->input, 0) < 0 || dup2(program->output, 1) < 0 || dup2(program->errors, 2) < 0) _exit(127);
    // Everything else is closed by exec, the report last of all.
    (void)clinux_close_range(3, ~0u, 4 /* CLOSE_RANGE_CLOEXEC */);
    if (chdir("/") < 0) _exit(127);
    clinux_limit(RLIMIT_CPU, program->cpu_seconds, program->cpu_seconds + 1);
    clinux_limit(RLIMIT_AS, program->memory_bytes, program->memory_bytes);
    clinux_limit(RLIMIT_FSIZE, 0, 0);
    clinux_limit(RLIMIT_CORE, 0, 0);
    clinux_limit(RLIMIT_NOFILE, 64, 64);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (program->wanted & CLINUX_CONFINED_NETWORK) {
        const int user = 0x10000000, network = 0x40000000, messages = 0x08000000;
        if (syscall(SYS_unshare, user | network | messages) == 0 || syscall(SYS_unshare, network) == 0)
            confined |= CLINUX_CONFINED_NETWORK;
    }
    if ((program->wanted & CLINUX_CONFINED_FILES) && clinux_forbid_writing()) confined |= CLINUX_CONFINED_FILES;
    if ((program->wanted & CLINUX_CONFINED_CALLS) && clinux_forbid_calls()) confined |= CLINUX_CONFINED_CALLS;
    (void)!write(program->report, &confined, sizeof confined);
    execve(program->path, program->arguments, program->environment);
    uint32_t reason = (uint32_t)errno;
    (void)!write(program->report, &reason, sizeof reason);
    _exit(127);
}

static inline pid_t clinux_start(const clinux_program *program) {
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) clinux_become(program, parent);
    // Both sides set it, so that it is set whoever comes first.
    if (child > 0) setpgid(child, child);
    return child;
}

static inline int clinux_open_process(pid_t process) {
    return (int)syscall(434 /* pidfd_open */, process, 0);
}

// pipe2, which needs _GNU_SOURCE.
static inline int clinux_pipe(int *ends) {
    return (int)syscall(SYS_pipe2, ends, O_CLOEXEC);
}

static inline int clinux_wait(pid_t process, siginfo_t *information) {
    return waitid(P_PID, (id_t)process, information, WEXITED | WNOWAIT);
}

static inline int clinux_status(const siginfo_t *information) {
    return information->si_status;
}

// At most so many stores of freed memory, whatever the number of threads and processors. Left to itself, the C library
// lets both thresholds grow with what the program frees, and a store then keeps up to 64 MB at its end.
static inline void clinux_share_freed_memory(void) {
    (void)mallopt(M_ARENA_MAX, 2);
    (void)mallopt(M_MMAP_THRESHOLD, 4 << 20);
    (void)mallopt(M_TRIM_THRESHOLD, 4 << 20);
}

// Where the linker put the program, up to the end of its code; absent where another linker names them otherwise.
extern const char __executable_start[] __attribute__((weak));
extern const char etext[] __attribute__((weak));

// The program's constants and code are in its file: pages let go of come back when they are next touched.
static inline void clinux_give_back_memory(void) {
    // What is free at the end of a store other than the main one goes with a block freed there, not by malloc_trim.
    void *volatile block = malloc(256 << 10);
    free(block);
    (void)malloc_trim(0);
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t start = ((uintptr_t)__executable_start + page - 1) & ~(page - 1);
    uintptr_t end = (uintptr_t)etext & ~(page - 1);
    if (__executable_start && start < end) (void)madvise((void *)start, end - start, MADV_DONTNEED);
}
