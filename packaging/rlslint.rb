# Homebrew formula, a draft: for a tap of our own (homebrew-tap/Formula/rlslint.rb) until homebrew-core takes it.
# docs/releasing.md tells how the checksum gets here.
class Rlslint < Formula
  desc "Linter for PostgreSQL row-level security"
  homepage "https://github.com/rlslint/rlslint"
  url "https://github.com/rlslint/rlslint/archive/refs/tags/v0.1.0.tar.gz"
  # Of the archive above; it exists once the tag does.
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "MIT"

  depends_on "cli11" => :build
  depends_on "cmake" => :build
  depends_on "fmt" => :build
  depends_on "ninja" => :build
  depends_on "nlohmann-json" => :build
  depends_on "tomlplusplus" => :build

  # PostgreSQL's grammar: pinned, as cmake/libpg_query.pins has it.
  resource "libpg_query" do
    url "https://github.com/pganalyze/libpg_query/archive/refs/tags/17-6.1.0.tar.gz"
    sha256 "a3dc0e4084a23da35128d4e9809ff27241c29a44fde74ba40a378b33d2cdefe2"
  end

  def install
    deps = buildpath/".deps"
    deps.mkpath
    cp resource("libpg_query").fetch, deps/"libpg_query-17-6.1.0.tar.gz"
    system "cmake", "-S", ".", "-B", "build", "-G", "Ninja", *std_cmake_args,
           "-DRLSLINT_BUILD_TESTS=OFF", "-DRLSLINT_BUILD_BENCH=OFF", "-DRLSLINT_STATIC_RUNTIME=ON",
           "-DRLSLINT_DEPS_DIR=#{deps}"
    system "cmake", "--build", "build"
    system "cmake", "--install", "build"
  end

  test do
    (testpath/"notes.sql").write "create table public.notes (id bigint);"
    output = shell_output("#{bin}/rlslint --profile supabase-auto-expose notes.sql", 1)
    assert_match "[rls-disabled]", output
  end
end
