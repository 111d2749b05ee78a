/** Versions of everything that `npm run generators` downloads, with the registry that it comes from. */
export const versions = {
  /** Maven Central. */
  openapiGenerator: '7.25.0',
  /** Maven Central: the properties of clients/kotlin/pom.xml and clients/java/pom.xml. */
  maven: {
    kotlin: '2.4.0',
    moshi: '1.15.2',
    okhttp5: '5.4.0',
    okhttp4: '4.12.0',
    gson: '2.10.1',
    gsonFire: '1.9.0',
    jsonNullable: '0.2.11',
    jsr305: '3.0.2',
    annotation: '1.3.5',
    buildHelper: '3.6.0',
    compiler: '3.14.0',
    exec: '3.6.3',
  },
  /** PyPI: what the Python client needs, and the type checker. */
  python: {
    urllib3: '2.8.0',
    'python-dateutil': '2.9.0.post0',
    pydantic: '2.14.4',
    'typing-extensions': '4.16.0',
    mypy: '2.4.1',
    'types-python-dateutil': '2.9.0.20261116',
  },
  /** Go's module proxy: the generator, and what its client needs. */
  go: { oapiCodegen: '2.8.2', runtime: '1.9.0' },
  /** npm: the generators for TypeScript, and what their clients need. */
  npm: {
    '@hey-api/openapi-ts': '0.99.0',
    orval: '8.38.0',
    'openapi-typescript': '7.13.0',
    'openapi-fetch': '0.17.0',
    'openapi-zod-client': '1.18.3',
    '@zodios/core': '10.9.6',
    axios: '1.21.1',
    zod: '3.25.76',
    typescript: '5.9.3',
    '@types/node': '24.19.2',
  },
} as const
