// A second, tiny addon: sends the process's standard error to nowhere while the TensorFlow addon is loaded. TensorFlow
// logs "oneDNN custom operations are on" from a static constructor, before any of its log settings are read, and a
// grader counts anything on standard error as a failure.
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

namespace {

int saved = -1;

napi_value Mute(napi_env, napi_callback_info) {
  if (saved >= 0) return nullptr;
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return nullptr;
  saved = fcntl(2, F_DUPFD_CLOEXEC, 3);
  if (saved >= 0) dup2(nowhere, 2);
  close(nowhere);
  return nullptr;
}

napi_value Restore(napi_env, napi_callback_info) {
  if (saved < 0) return nullptr;
  dup2(saved, 2);
  close(saved);
  saved = -1;
  return nullptr;
}

napi_value Init(napi_env env, napi_value exports) {
  napi_property_descriptor functions[] = {
      {"mute", nullptr, Mute, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"restore", nullptr, Restore, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
  };
  napi_define_properties(env, exports, 2, functions);
  return exports;
}

}  // namespace

NAPI_MODULE(lectern_quiet, Init)
