private import Glibc
private import PolicyControl

exit(runPolicyctl())
