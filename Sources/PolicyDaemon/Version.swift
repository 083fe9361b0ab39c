internal import PolicyAPI

/// The version of policyd.
let policydVersion = programVersion
