# Two commands set everything up on a fresh Debian 12 with Swift: `make demo` and `make test`.

PROGRAM = .build/debug/eingang

# What the program is built with, and what the tests need beside it.
BUILD_PACKAGES = fonts-urw-base35 libarchive-dev libcurl4-openssl-dev libgmime-3.0-dev libintelrdfpmath-dev libjemalloc-dev libpoppler-glib-dev libqpdf-dev libseccomp-dev libsqlite3-dev libssl-dev libxml2-dev libxmlsec1-dev pkg-config tzdata zlib1g-dev
# What the benchmarks compare with.
BENCHMARK_PACKAGES = python3-jsonschema python3-yaml yamllint
TEST_PACKAGES = chromium chromium-driver dovecot-imapd libxml2-utils openssl postfix python3-cryptography python3-jsonschema python3-pikepdf python3-pil python3-pypdf python3-reportlab python3-venv python3-yaml strace xmlsec1

.PHONY: demo test check build release packages test-packages browser samples benchmark crash attacks clean

## Runs the main job on SampleForms and shows what becomes of each message; at a terminal it then opens the clerks' desk on them.
demo: build
	@.ci/demo $(PROGRAM)

## Runs all tests.
test: packages test-packages browser
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build --parallel --skip ServiceTests --skip BrowserTests
	# Each of these has mail servers or a browser of its own: on few cores they would starve each other.
	swift test --skip-build --parallel --filter ServiceTests --experimental-maximum-parallelization-width 2
	swift test --skip-build --parallel --filter BrowserTests --experimental-maximum-parallelization-width 2

## Opens five hundred hostile texts on every page of the desk in Chromium: half an hour. `make test` tries one of ten.
attacks: packages test-packages browser
	swift build --build-tests
	EINGANG_ATTACKS=1 swift test --skip-build --filter DeskPagesTests

## Everything that has to be right before a change is taken: format, definitions, tests.
check: packages
	swift format lint --strict --recursive Package.swift Sources Tests
	swift build --explicit-target-dependency-import-check error
	$(PROGRAM) schema lint
	$(MAKE) test

build: packages
	swift build --explicit-target-dependency-import-check error

release: packages
	swift build -c release

packages:
	@.ci/packages $(BUILD_PACKAGES)

test-packages:
	@.ci/packages $(TEST_PACKAGES)

browser: test-packages
	@.ci/browser

## Makes the samples anew and writes down what is decided about them; read the difference before you keep it.
samples: build test-packages
	/usr/bin/python3 SampleForms/make.py
	/usr/bin/python3 SampleForms/make/expect.py $(PROGRAM)
	git diff --stat -- SampleForms

## Kills the service a thousand times while mail comes in by every way; ends with 0 only if nothing is lost or there twice.
crash: test-packages
	swift build -c release
	/usr/bin/python3 Tests/Fixtures/crash.py .build/release/eingang --kills 1000 --refusals 200

## Measures the whole way and its parts on typical messages, beside scripts and libraries of the same job.
benchmark: test-packages
	@.ci/packages $(BENCHMARK_PACKAGES)
	swift build -c release
	/usr/bin/python3 Benchmarks/pipeline.py .build/release/eingang
	/usr/bin/python3 Benchmarks/reader.py .build/release/eingang
	/usr/bin/python3 Benchmarks/rules.py .build/release/eingang
	/usr/bin/python3 Benchmarks/trust.py .build/release/eingang
	/usr/bin/python3 Benchmarks/service.py .build/release/eingang
	/usr/bin/python3 Benchmarks/pages.py .build/release/eingang
	/usr/bin/python3 Benchmarks/desk.py .build/release/eingang
	/usr/bin/python3 Benchmarks/designer.py .build/release/eingang

clean:
	rm -rf .build
