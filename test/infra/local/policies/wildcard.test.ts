import { expect, test } from 'vitest'
import {
  matchesArn,
  matchesResource,
  matchesWildcard,
} from '../../../../infra/local/policies/wildcard.ts'

test.each([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['*', 'anything at all', true],
  ['Users', 'Users', true],
  ['Users', 'users', false],
  ['Users', 'UsersX', false],
  ['U?ers', 'Users', true],
  ['U?ers', 'Uers', false],
  ['Users?', 'Users', false],
  ['*/index/*', 'table/Users/index/by-phone', true],
  ['table/Users/*', 'table/Users', false],
  ['a*b*c', 'aXbXbXc', true],
  ['a*b*c', 'aXbX', false],
  ['**', 'x', true],
  ['*a', 'aaab', false],
  ['a*', '*a', false],
  ['*b', '*b', true],
  ['a.c', 'abc', false],
])('the pattern "%s" against "%s" is %s', (pattern, text, expected) => {
  expect(matchesWildcard(pattern, text)).toBe(expected)
})

test('matches a pattern with many stars quickly', () => {
  expect(matchesWildcard(`${'*a'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false)
})

test.each([
  ['arn:aws:s3:::pictures/*', 'arn:aws:s3:::pictures/a:b/c', true],
  ['arn:*:sns:*:*:alarms', 'arn:aws:sns:ap-south-1:000000000000:alarms', true],
  ['arn:aws:sns:*:alarms', 'arn:aws:sns:ap-south-1:000000000000:alarms', false],
  ['arn:aws:sns:*', 'arn:aws:sns:ap-south-1:000000000000:alarms', false],
])('the ARN pattern "%s" against "%s" is %s', (pattern, arn, expected) => {
  expect(matchesArn(pattern, arn)).toBe(expected)
})

// The examples of AWS's page on the Resource element, and its rule on colons.
test.each([
  ['*', 'arn:aws:s3:::bucket/key', true],
  ['*', '+919876543210', true],
  ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket/key', true],
  ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket', false],
  ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket-2/key', false],
  ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket/a:b', true],
  ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1/test/object.jpg', true],
  ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1/2/test/3/object.jpg', true],
  ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1///test///object.jpg', true],
  ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1-test/object.jpg', false],
  ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket//test', false],
  ['arn:aws:s3:::buck?t/k', 'arn:aws:s3:::bucket/k', true],
  ['arn:aws:lambda:r:1:f*:live', 'arn:aws:lambda:r:1:function:live', true],
  ['arn:aws:lambda:r:1:f*n:live', 'arn:aws:lambda:r:1:function:live', true],
  ['arn:aws:lambda:r:1:f*e', 'arn:aws:lambda:r:1:function:live', false],
  ['arn:aws:lambda:r:1:function?live', 'arn:aws:lambda:r:1:function:live', false],
  ['arn:aws:lambda:*', 'arn:aws:lambda:r:1:function:live', true],
  ['arn:*:sns:*:*:*', 'arn:aws:sns:ap-south-1:000000000000:alarms', true],
  ['arn:*:sns:*:*:*', '+919876543210', false],
])('the resource pattern "%s" against "%s" is %s', (pattern, resource, expected) => {
  expect(matchesResource(pattern, resource)).toBe(expected)
})
